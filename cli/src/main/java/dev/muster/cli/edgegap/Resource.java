package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A resource that came of a configuration.
 *
 * @param comments what a reader should know of it, one line each
 * @param json the resource itself
 */
public record Resource(List<String> comments, ObjectNode json) {
  public Resource {
    comments = List.copyOf(comments);
  }
}
