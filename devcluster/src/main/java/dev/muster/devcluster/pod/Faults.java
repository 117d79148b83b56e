package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with the fields of a pod. */
final class Faults {
  private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9-]+");
  private static final int PORT_NAME_LENGTH = 15;
  private static final int LAST_PORT = 65535;

  private final List<Cause> causes;

  /** Adds to this list. */
  Faults(List<Cause> causes) {
    this.causes = causes;
  }

  /** How many there are so far. */
  int count() {
    return causes.size();
  }

  void add(Cause cause) {
    causes.add(cause);
  }

  void required(String at) {
    required(at, "");
  }

  void required(String at, String detail) {
    add(Cause.required(at, detail));
  }

  /** A text that must be there. */
  void present(JsonNode object, String name, String at) {
    if (object.path(name).asText().isEmpty()) {
      required(at + "." + name);
    }
  }

  void invalid(String at, String text, String detail) {
    add(Cause.invalidText(at, text, detail));
  }

  void invalid(String at, JsonNode value, String detail) {
    add(Cause.invalid(at, Cause.show(value), detail));
  }

  void forbidden(String at, String detail) {
    add(Cause.forbidden(at, detail));
  }

  void duplicate(String at, String text) {
    add(Cause.duplicate(at, Cause.quote(text)));
  }

  void notFound(String at, String text) {
    add(new Cause("FieldValueNotFound", "Not found: " + Cause.quote(text), at));
  }

  /** A text that, when it is there, is one of these, which are in the order of messages. */
  void oneOf(JsonNode object, String name, String at, String... allowed) {
    if (object.has(name)) {
      oneOf(object.path(name).asText(), at + "." + name, allowed);
    }
  }

  void oneOf(String text, String at, String... allowed) {
    if (!List.of(allowed).contains(text)) {
      add(Cause.unsupported(at, Cause.quote(text), List.of(allowed)));
    }
  }

  /** A number that, when it is there, is not negative. */
  void notNegative(JsonNode object, String name, String at) {
    if (object.path(name).asLong() < 0) {
      invalid(at + "." + name, object.path(name), "must be greater than or equal to 0");
    }
  }

  /** A number that, when it is there, is in a range. */
  void between(JsonNode object, String name, long least, long most, String at) {
    if (object.has(name)) {
      between(object.path(name), least, most, at + "." + name);
    }
  }

  void between(JsonNode number, long least, long most, String at) {
    if (number.asLong() < least || number.asLong() > most) {
      invalid(at, number, "must be between " + least + " and " + most + ", inclusive");
    }
  }

  /** The number of a port. */
  void port(JsonNode number, String at) {
    between(number, 1, LAST_PORT, at);
  }

  /** The number or the name of a port; nothing is the number 0. */
  void portOrName(JsonNode port, String at) {
    if (port.isTextual()) {
      portName(port.textValue(), at);
    } else if (port.isNumber()) {
      port(port, at);
    } else {
      add(Cause.invalid(at, "0", "must be between 1 and " + LAST_PORT + ", inclusive"));
    }
  }

  /** The name of a port; whether it is one. */
  boolean portName(String name, String at) {
    var faults = new ArrayList<String>();
    if (name.length() > PORT_NAME_LENGTH) {
      faults.add("must be no more than " + PORT_NAME_LENGTH + " characters");
    }
    if (!PORT_NAME.matcher(name).matches()) {
      faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!name.matches(".*[a-z].*")) {
      faults.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      faults.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      faults.add("must not begin or end with a hyphen");
    }
    faults.forEach(fault -> invalid(at, name, fault));
    return faults.isEmpty();
  }

  /** The name of a container, volume or host: a DNS label. */
  void label(String name, String at) {
    Names.label(name).ifPresent(fault -> invalid(at, name, fault));
  }

  /** A name that is a DNS label, and must be there. */
  void requiredLabel(JsonNode object, String at) {
    var name = object.path("name").asText();
    if (name.isEmpty()) {
      required(at + ".name");
    } else {
      label(name, at + ".name");
    }
  }

  void subdomain(String name, String at) {
    Names.subdomain(name).ifPresent(fault -> invalid(at, name, fault));
  }

  void qualified(String name, String at) {
    Names.qualified(name).forEach(fault -> invalid(at, name, fault));
  }

  void labelValue(String value, String at) {
    Names.labelValue(value).ifPresent(fault -> invalid(at, value, fault));
  }

  /** The key of a Secret or ConfigMap. */
  void configKey(String key, String at) {
    if (key.equals(".") || key.equals("..")) {
      invalid(at, key, "must not be '" + key + "'");
    } else if (key.startsWith("..")) {
      invalid(at, key, "must not start with '..'");
    } else {
      Names.configKey(key).ifPresent(fault -> invalid(at, key, fault));
    }
  }

  /** Labels: names and values. */
  void labels(JsonNode labels, String at) {
    for (var label : labels.properties()) {
      qualified(label.getKey(), at);
      labelValue(label.getValue().asText(), at);
    }
  }

  void address(String text, String at) {
    if (!NetUtil.isValidIpV4Address(text) && !NetUtil.isValidIpV6Address(text)) {
      invalid(at, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
  }

  /** A path below some folder. */
  void descending(String path, String at) {
    if (path.startsWith("/")) {
      invalid(at, path, "must be a relative path");
    }
    noBacksteps(path, at);
  }

  void noBacksteps(String path, String at) {
    if (hasBacksteps(path)) {
      invalid(at, path, "must not contain '..'");
    }
  }

  static boolean hasBacksteps(String path) {
    return List.of(path.split("/", -1)).contains("..");
  }

  /** The rights of a file. */
  void mode(JsonNode object, String name, String at) {
    int mode = object.path(name).asInt();
    if (mode < 0 || mode > 0777) {
      invalid(
          at + "." + name,
          object.path(name),
          "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }
}
