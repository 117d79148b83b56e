package dev.muster.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ticket.Cancellation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BothObserversTest {
  @Test
  void bothHearEverythingThatThereIsToHear() throws ReflectiveOperationException {
    var heard = new ArrayList<String>();
    var both = LoopObserver.both(listening("first", heard), listening("second", heard));
    for (var method : LoopObserver.class.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      heard.clear();
      var arguments =
          Arrays.stream(method.getParameterTypes()).map(BothObserversTest::sample).toArray();
      method.invoke(both, arguments);
      var what = method.getName() + Arrays.toString(arguments);
      assertThat(heard).containsExactly("first " + what, "second " + what);
    }
  }

  private static LoopObserver listening(String name, List<String> heard) {
    return (LoopObserver)
        Proxy.newProxyInstance(
            LoopObserver.class.getClassLoader(),
            new Class<?>[] {LoopObserver.class},
            (proxy, method, arguments) -> hear(heard, name, method, arguments));
  }

  private static Object hear(List<String> heard, String name, Method method, Object[] arguments) {
    heard.add(name + " " + method.getName() + Arrays.toString(arguments));
    return null;
  }

  private static Object sample(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    return type == int.class
        ? (Object) 7
        : type == long.class ? (Object) 8L : Cancellation.Reason.DELETED;
  }
}
