package dev.muster.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;

/** Writes a status over exactly the version that was looked at. */
public final class StatusWriter {
  private StatusWriter() {}

  /**
   * Writes the status of a reconciler's resource, and lets its next look see it.
   *
   * @param looked the resource as it was looked at; {@code fresh} has its metadata
   * @return the resource as it is now
   * @throws Conflict when there is a newer version, or none any more
   */
  public static <R extends CustomResource<?, ?>> R write(R looked, R fresh, Context<R> context) {
    try {
      return PrimaryUpdateAndCacheUtils.updateAndCacheResource(
          looked,
          context,
          known -> fresh,
          changed -> update(context.getClient(), changed),
          0,
          0,
          0);
    } catch (OperatorException e) {
      throw e.getCause() instanceof KubernetesClientException cause && cause.getCode() == 409
          ? new Conflict(e)
          : e;
    }
  }

  /**
   * Writes the status of a resource that is not the reconciler's own.
   *
   * @param fresh with the version that was looked at
   * @throws Conflict when there is a newer version, or none any more
   */
  public static <R extends CustomResource<?, ?>> R writeOther(KubernetesClient client, R fresh) {
    try {
      return update(client, fresh);
    } catch (KubernetesClientException e) {
      throw e.getCode() == 409 ? new Conflict(e) : e;
    }
  }

  private static <R extends CustomResource<?, ?>> R update(KubernetesClient client, R fresh) {
    try {
      return client.resource(fresh).updateStatus();
    } catch (KubernetesClientException e) {
      throw e.getCode() == 404 ? new Conflict(e) : e;
    }
  }
}
