package dev.muster.operator.matchmaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.operator.objects.Names;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Iterator;

/** Whether a Matchmaker is one that the operator made, and may delete again. */
final class ImplicitMatchmaker {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ImplicitMatchmaker() {}

  /** Made by the operator, and applied or changed by nobody else since. */
  static boolean isOurs(Matchmaker matchmaker) {
    var labels = matchmaker.getMetadata().getLabels();
    return labels != null
        && "true".equals(labels.get(Api.IMPLICIT_LABEL))
        && matchmaker.getMetadata().getManagedFields().stream()
            .filter(entry -> !Names.FIELD_MANAGER.equals(entry.getManager()))
            .noneMatch(ImplicitMatchmaker::ownsMore);
  }

  /** Whether a manager has fields besides the status. */
  private static boolean ownsMore(ManagedFieldsEntry entry) {
    if (entry.getSubresource() != null && !entry.getSubresource().isEmpty()) {
      return false;
    }
    JsonNode fields = MAPPER.valueToTree(entry.getFieldsV1());
    for (Iterator<String> names = fields.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (name.equals("f:spec") || name.equals("f:metadata")) {
        return true;
      }
    }
    return false;
  }
}
