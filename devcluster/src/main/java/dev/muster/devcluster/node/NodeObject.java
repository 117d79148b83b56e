package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The Node object as the API shows it. */
final class NodeObject {
  private NodeObject() {}

  static ObjectNode of(String name) {
    var node = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Node");
    var labels = node.putObject("metadata").put("name", name).putObject("labels");
    labels.put("kubernetes.io/hostname", name);
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", architecture());
    node.putObject("spec");
    return node;
  }

  private static String architecture() {
    var name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }

  static ObjectNode status(String name, String address, Instant now) {
    var status = JsonNodeFactory.instance.objectNode();
    for (var kind : new String[] {"capacity", "allocatable"}) {
      status
          .putObject(kind)
          .put("cpu", Integer.toString(Machine.processors()))
          .put("memory", Machine.memoryBytes() / 1024 + "Ki")
          .put("pods", "1000");
    }
    var conditions = status.putArray("conditions");
    pressure(conditions, "MemoryPressure", "KubeletHasSufficientMemory", now);
    pressure(conditions, "DiskPressure", "KubeletHasNoDiskPressure", now);
    pressure(conditions, "PIDPressure", "KubeletHasSufficientPID", now);
    condition(conditions, "Ready", "True", "KubeletReady", now);
    var addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", address);
    addresses.addObject().put("type", "Hostname").put("address", name);
    status.set("nodeInfo", info());
    return status;
  }

  private static void pressure(ArrayNode conditions, String type, String reason, Instant now) {
    condition(conditions, type, "False", reason, now);
  }

  private static void condition(
      ArrayNode conditions, String type, String holds, String reason, Instant now) {
    var time = ContainerState.time(now);
    conditions
        .addObject()
        .put("type", type)
        .put("status", holds)
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", time)
        .put("reason", reason)
        .put("message", "the embedded node does not measure, and reports this always");
  }

  private static ObjectNode info() {
    var info = JsonNodeFactory.instance.objectNode();
    for (var absent : new String[] {"machineID", "systemUUID", "bootID"}) {
      info.put(absent, "");
    }
    return info.put("kernelVersion", System.getProperty("os.version"))
        .put("osImage", System.getProperty("os.name"))
        .put("containerRuntimeVersion", "devcluster://1")
        .put("kubeletVersion", "v1.32.0")
        .put("kubeProxyVersion", "v1.32.0")
        .put("operatingSystem", "linux")
        .put("architecture", architecture());
  }
}
