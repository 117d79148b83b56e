package dev.muster.operator.testing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;

/** Tables that change one field of a spec each, and what fields there are. */
public final class FieldTable {
  private FieldTable() {}

  /**
   * A change of one field.
   *
   * @param field the field, as {@link #fields} names it
   * @param pointer where it stands in the fixture
   * @param value what it is set to, as YAML
   * @param expected what the answer then holds, and did not before
   */
  public record Change(String field, String pointer, String value, String expected) {
    @Override
    public String toString() {
      return field + " = " + value;
    }

    /** Makes the change. */
    public ObjectNode in(ObjectNode fixture) {
      int slash = pointer.lastIndexOf('/');
      var parent = fixture.at(pointer.substring(0, slash));
      var name = pointer.substring(slash + 1);
      var node = Fixtures.value(value);
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(name), node);
      } else if (parent instanceof ObjectNode object) {
        object.set(name, node);
      } else {
        throw new IllegalArgumentException("nothing at " + pointer);
      }
      return fixture;
    }
  }

  /** The leaves of a record: {@code ports[].name}, {@code rules.*.type}. */
  public static Set<String> fields(Class<? extends Record> type) {
    var fields = new TreeSet<String>();
    collect("", type, fields);
    return fields;
  }

  private static void collect(String prefix, Class<?> type, Set<String> fields) {
    for (RecordComponent component : type.getRecordComponents()) {
      var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      var name = renamed == null ? component.getName() : renamed.value();
      collect(prefix + name, component.getGenericType(), fields);
    }
  }

  private static void collect(String path, Type type, Set<String> fields) {
    if (type instanceof Class<?> known && known.isRecord()) {
      collect(path + ".", known, fields);
    } else if (type instanceof ParameterizedType generic
        && last(generic) instanceof Class<?> element
        && element.isRecord()) {
      var isList = generic.getActualTypeArguments().length == 1;
      collect(path + (isList ? "[]." : ".*."), element, fields);
    } else {
      fields.add(path);
    }
  }

  private static Type last(ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    return arguments[arguments.length - 1];
  }
}
