package dev.muster.operator.testing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;

/** What reconcilers are given. */
public final class Contexts {
  private static final InvocationHandler NOTHING =
      (proxy, method, arguments) -> {
        if (method.getReturnType().equals(Stream.class)) {
          return Stream.empty();
        }
        if (method.getReturnType().equals(IndexedResourceCache.class)) {
          return of(IndexedResourceCache.class);
        }
        throw new UnsupportedOperationException(method.toString());
      };

  private Contexts() {}

  /** One whose caches are empty. */
  @SuppressWarnings("unchecked")
  public static <R extends HasMetadata> Context<R> empty() {
    return of(Context.class);
  }

  private static <T> T of(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, NOTHING));
  }
}
