package dev.muster.api.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The fields of a JSON object, each of the form that is asked for. */
record Fields(JsonNode json) {
  private static final int MILLIONTHS = 6;

  boolean has(String name) {
    return json.has(name);
  }

  JsonNode get(String name) throws DamagedLine {
    var value = json.get(name);
    if (value == null) {
      throw new DamagedLine(name + " is missing");
    }
    return value;
  }

  Fields object(String name) throws DamagedLine {
    var value = get(name);
    if (!value.isObject()) {
      throw new DamagedLine(name + " is no object");
    }
    return new Fields(value);
  }

  List<Fields> objects(String name) throws DamagedLine {
    var all = new ArrayList<Fields>();
    for (var element : get(name)) {
      all.add(new Fields(element));
    }
    return all;
  }

  String text(String name) throws DamagedLine {
    var value = get(name);
    if (!value.isTextual()) {
      throw new DamagedLine(name + " is no text");
    }
    return value.textValue();
  }

  boolean flag(String name) throws DamagedLine {
    var value = get(name);
    if (!value.isBoolean()) {
      throw new DamagedLine(name + " is neither true nor false");
    }
    return value.booleanValue();
  }

  long whole(String name) throws DamagedLine {
    var value = get(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new DamagedLine(name + " is no whole number");
    }
    return value.longValue();
  }

  int integer(String name) throws DamagedLine {
    return Math.toIntExact(whole(name));
  }

  long millionths(String name) throws DamagedLine {
    return millionths(name, get(name));
  }

  static long millionths(String name, JsonNode value) throws DamagedLine {
    if (!value.isNumber()) {
      throw new DamagedLine(name + " is no number");
    }
    return value.decimalValue().movePointRight(MILLIONTHS).longValueExact();
  }

  static BigDecimal decimal(long millionths) {
    var number = BigDecimal.valueOf(millionths, MILLIONTHS).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  static List<String> texts(JsonNode list) throws DamagedLine {
    var texts = new ArrayList<String>();
    for (var element : list) {
      if (!element.isTextual()) {
        throw new DamagedLine("a list of texts was expected");
      }
      texts.add(element.textValue());
    }
    return texts;
  }
}
