package dev.muster.devcluster.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of names in Kubernetes; what is wrong with a name in the API's words. */
public final class Names {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String DNS1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE = "(" + QUALIFIED + ")?";
  private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
  private static final String NAME_PART =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + QUALIFIED
          + "')";

  private Names() {}

  /** A DNS subdomain, such as {@code example.com}. */
  public static Optional<String> subdomain(String name) {
    return checked(
        name,
        253,
        SUBDOMAIN,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is '"
            + SUBDOMAIN
            + "')");
  }

  /** A DNS label, such as {@code my-name}. */
  public static Optional<String> label(String name) {
    if (name.contains(".")) {
      return Optional.of("must not contain dots");
    }
    return checked(
        name,
        63,
        LABEL,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
            + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
            + " regex used for validation is '"
            + LABEL
            + "')");
  }

  /** A DNS label that begins with a letter. */
  public static Optional<String> dns1035(String name) {
    return checked(
        name,
        63,
        DNS1035,
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
            + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
            + " 'abc-123', regex used for validation is '"
            + DNS1035
            + "')");
  }

  /** The value of a label. */
  public static Optional<String> labelValue(String value) {
    return checked(
        value,
        63,
        VALUE,
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '"
            + VALUE
            + "')");
  }

  /** The key of a ConfigMap or Secret. */
  public static Optional<String> configKey(String key) {
    return checked(
        key,
        253,
        CONFIG_KEY,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
            + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
            + CONFIG_KEY
            + "')");
  }

  /** The key of a label or annotation: a name, perhaps behind a domain and a slash. */
  public static List<String> qualified(String key) {
    var parts = key.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          "a qualified name "
              + NAME_PART
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    var faults = new ArrayList<String>();
    if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        faults.add("prefix part must be non-empty");
      } else {
        subdomain(parts[0]).ifPresent(fault -> faults.add("prefix part " + fault));
      }
    }
    var name = parts[parts.length - 1];
    if (name.isEmpty()) {
      faults.add("name part must be non-empty");
    }
    checked(name, 63, QUALIFIED, NAME_PART).ifPresent(fault -> faults.add("name part " + fault));
    return faults;
  }

  private static Optional<String> checked(String name, int most, String form, String fault) {
    if (name.length() > most) {
      return Optional.of("must be no more than " + most + " characters");
    }
    return Pattern.matches(form, name) ? Optional.empty() : Optional.of(fault);
  }
}
