package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A resource that came of a configuration.
 *
 * @param comments what a reader should know of it, one line each
 * @param json the resource itself
 * @param place of what it came of
 * @param path of what it came of
 */
public record Resource(List<String> comments, ObjectNode json, Place place, String path) {
  public Resource {
    comments = List.copyOf(comments);
  }

  Resource(List<String> comments, ObjectNode json, Value origin) {
    this(comments, json, origin.place(), origin.path());
  }
}
