package dev.muster.devcluster.node;

/** A container that runs, as a process or simulated. Safe for use from any thread. */
public interface ContainerProcess {

  /** Asks the main process to end (SIGTERM). Nothing when it has ended. */
  void terminate();

  /** Ends every process of the container (SIGKILL). Nothing when they have ended. */
  void kill();

  /** Told what a container does, on any thread. */
  interface Listener {

    /** Some bytes of its output, standard output and error as they come. */
    void output(byte[] bytes, int length);

    /** It has ended, after its last output; a signal n counts as 128 + n. Called once. */
    void ended(int exitCode);
  }
}
