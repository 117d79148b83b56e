package dev.muster.examples.gameserver;

import java.util.List;

/** The environment does not describe a match that can be served; says everything that is wrong. */
final class InvalidEnvironment extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidEnvironment(List<String> problems) {
    super(String.join("; ", problems));
  }
}
