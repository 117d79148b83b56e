package dev.muster.api.v1alpha1;

/** Names that every part of Muster uses on Kubernetes objects. */
public final class Api {
  /** The API group. */
  public static final String GROUP = "muster.dev";

  /** The API version. */
  public static final String VERSION = "v1alpha1";

  /** Label: the Matchmaker that an object belongs to. */
  public static final String MATCHMAKER_LABEL = "muster.dev/matchmaker";

  /** Label: the MatchmakerProfile that an object belongs to. */
  public static final String PROFILE_LABEL = "muster.dev/profile";

  /** Label: the Match that a pod plays. */
  public static final String MATCH_LABEL = "muster.dev/match";

  /** Label of a pod: the ARBITRIUM_REQUEST_ID of its attempt, 12 hex digits. */
  public static final String REQUEST_ID_LABEL = "muster.dev/request-id";

  /** Label of a Matchmaker that the operator made because a profile named none: {@code "true"}. */
  public static final String IMPLICIT_LABEL = "muster.dev/implicit";

  /** Annotation of a pod: the ids of its tickets, separated by commas, as many as may be noted. */
  public static final String TICKETS_ANNOTATION = "muster.dev/tickets";

  /**
   * So many tickets are noted of one server, those that came last. A pod's annotations may take 256
   * KiB, an id 64 characters.
   */
  public static final int MOST_NOTED_TICKETS = 2_000;

  /** Annotation of a Match: its server asked to be stopped, and when. */
  public static final String STOP_ANNOTATION = "muster.dev/stop";

  /** The Matchmaker of profiles that name none. */
  public static final String DEFAULT_MATCHMAKER = "default";

  /** A network: an IPv4 or IPv6 address and a number of bits. */
  public static final String NETWORK_PATTERN =
      "^(((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])/(3[0-2]|[12]?[0-9])"
          + "|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,34}/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$";

  /** An origin of web pages: a scheme, a host or all below a domain, and a port from 0 to 65535. */
  public static final String ORIGIN_PATTERN =
      "^https?://(\\*\\.)?[A-Za-z0-9.-]+"
          + "(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?$";

  /** An IP address or a host name, without scheme, port or path. */
  public static final String HOST_PATTERN =
      "^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f.]{0,15}){2,8})$";

  /** A duration as specs have it: digits and one of ms, s, m, h; not 0. */
  public static final String DURATION_PATTERN = "^0{0,5}[1-9][0-9]{0,5}(ms|s|m|h)$";

  /** A Matchmaker's or profile's name. */
  public static final String NAME_PATTERN = "^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$";

  /**
   * The name of an object of Kubernetes: words of letters, digits and dashes, with dots between.
   */
  public static final String OBJECT_NAME_PATTERN =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** An amount, as the API conventions of Kubernetes write quantities: 250m, 512Mi. */
  public static final String QUANTITY_PATTERN =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))"
          + "(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  /** A queue's name. */
  public static final String QUEUE_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$";

  private Api() {}
}
