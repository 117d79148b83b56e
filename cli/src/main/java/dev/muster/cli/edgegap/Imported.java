package dev.muster.cli.edgegap;

import java.util.List;

/**
 * What came of a configuration.
 *
 * @param resources a Matchmaker when the configuration has settings for one, then a profile for
 *     each of its profiles, in its order
 * @param notes what is not as it was, in the order of the file
 */
public record Imported(List<Resource> resources, List<Finding> notes) {
  public Imported {
    resources = List.copyOf(resources);
    notes = List.copyOf(notes);
  }
}
