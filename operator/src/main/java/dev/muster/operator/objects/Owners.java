package dev.muster.operator.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Objects;

/** Owner references: what is deleted with what. */
public final class Owners {
  private Owners() {}

  /** A reference to the owner that also controls the object. */
  public static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder(ownedBy(owner)).withController(true).build();
  }

  /** A reference to one of the object's owners. It does not hold up the owner's deletion. */
  public static OwnerReference ownedBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .build();
  }

  /** Whether {@code owner} is among the object's owners. */
  public static boolean isOwnedBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> Objects.equals(reference.getUid(), owner.getMetadata().getUid()));
  }
}
