package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One queue: who may meet, and the game server that they get. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("mmp")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.metadata.name.matches('" + Api.NAME_PATTERN + "')",
    message =
        "metadata.name must begin with a lower-case letter and have at most 40 lower-case letters, digits and"
            + " dashes; what clients call the queue is spec.queue",
    fieldPath = ".metadata.name")
@AdditionalPrinterColumn(
    name = "Matchmaker",
    jsonPath = ".spec.matchmaker",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Waiting",
    jsonPath = ".status.queue.waiting",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Revision",
    jsonPath = ".status.revision",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Queue",
    jsonPath = ".spec.queue",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Refuses most",
    jsonPath = ".status.queue.refusals[0].rule",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Accepted\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class MatchmakerProfile
    extends CustomResource<MatchmakerProfileSpec, MatchmakerProfileStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
