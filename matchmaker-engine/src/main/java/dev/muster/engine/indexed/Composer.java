package dev.muster.engine.indexed;

/**
 * Composes the match for one group out of those around it.
 *
 * <ol>
 *   <li>One team, one number or none, equal texts, players alone at one stage: {@link Windows}.
 *       When none holds there is no match.
 *   <li>Up to {@link #MOST_EXACT} groups that come into question: every set.
 *   <li>Above that: <em>runs</em> through the nearest ones. From each start at or below the base a
 *       run takes groups upwards, skipping whom a rule refuses or who would overfill, and goes back
 *       a bounded number of steps when it ends in a hole. When nothing is found among the nearest,
 *       once more among {@link #WIDE} on each side.
 * </ol>
 *
 * <p>Only the third may miss a match, and then {@link #missed} says so. Groups that are looked at
 * together share what is granted for it: {@link #ranOut} says that it was used up by others.
 *
 * <p>Cost for full matches of f groups: windows O(f log n) for the counts of lost partners; runs
 * O(f x f) pushes among the nearest, at most {@link #STEPS} more when they go back.
 */
final class Composer {
  /** The most groups of which every set is looked at. */
  static final int MOST_EXACT = 12;

  private static final int WIDE = 256;
  private static final int STEPS = 4_096;
  private static final int STEPS_PER_RUN = 512;
  private static final int ALLOWANCE = 2 * STEPS;
  private static final int ENOUGH = 16 * STEPS;
  private static final int LOOK = 8;

  private final RuleTable table;
  private final Run run;
  private final Neighbours others;
  private final Choice choice;
  private final Split split;
  private final Sizes sizes = new Sizes();
  private final Windows windows;
  private final Portion portion;
  private int allowance;
  private boolean ranOut;
  private int stepsLeft;
  private int runStepsLeft;
  private int lastTaken;
  private int missed;
  private int[] playersFrom = new int[64];

  Composer(RuleTable table, Reader reader, Portion portion) {
    this.table = table;
    this.portion = portion;
    this.run = new Run(table, reader);
    this.others = new Neighbours(table);
    this.choice = new Choice(table, new Partners(table, reader), new Run(table, reader));
    this.split = new Split(table);
    this.windows = new Windows(table);
  }

  /**
   * Grants what may be spent, until one of the two is called again, on groups around for whom not
   * every set is looked at, and on going back.
   *
   * @param groups for so many
   */
  void grant(int groups) {
    allowance = ALLOWANCE + (int) Math.min(groups * (long) STEPS_PER_RUN, 1 << 30);
  }

  /** Grants as much as one group can spend. */
  void grantEnoughForOne() {
    allowance = ENOUGH;
  }

  /**
   * After nothing was found: how many of the groups around the base must leave before every set can
   * be looked at; 0 when it is certain that there was none.
   */
  int missed() {
    return missed;
  }

  /**
   * After nothing was found: whether that was because others had spent what was granted, so that
   * with a grant of its own more would be looked at.
   */
  boolean ranOut() {
    return ranOut;
  }

  /** Lets go of all groups, so that those that are gone are not kept in memory. */
  void forget() {
    run.forget();
    others.forget();
    choice.forget();
    split.forget();
    windows.forget();
  }

  private boolean begin(Waiting served, Waiting partner) {
    portion.charge(LOOK);
    missed = 0;
    ranOut = false;
    choice.clear();
    run.clear();
    return run.push(served) && (partner == served || run.push(partner));
  }

  /**
   * The best full match.
   *
   * @param served the group that it is for
   * @param partner who must be in it, too; perhaps the same
   * @return null when there is none, or none was found
   */
  Lineup full(Waiting served, Waiting partner) {
    if (partner == served && windows.suit(served.cell) && windows.lookAround(served)) {
      var window = windows.best();
      portion.charge(windows.examined());
      missed = 0;
      ranOut = false;
      if (window == null || isSmallEnough(window)) {
        return window == null ? null : Lineup.oneTeam(window);
      }
    }
    if (!begin(served, partner) || !cellMayFill(served)) {
      return null;
    }
    int base = run.count();
    collect(run.limits().full + MOST_EXACT);
    if (others.isComplete() && !mayBeEnough()) {
      return null;
    }
    return fullSet(served, base);
  }

  private void collect(int most) {
    others.collect(run, most);
    portion.charge(others.examined());
  }

  private static boolean isSmallEnough(Waiting[] groups) {
    long bytes = 0;
    for (var group : groups) {
      bytes += group.bytes;
    }
    return bytes <= RuleTable.MOST_BYTES;
  }

  /** Says whether the sizes in the whole cell could fill a team: nobody has to be looked at. */
  private boolean cellMayFill(Waiting served) {
    var cell = served.cell;
    if (!table.sameTeams || cell.groupsOfSize(1) >= run.limits().maxTeamSize) {
      return true;
    }
    sizes.begin(served.size, run.limits().maxTeamSize);
    for (int size = 1; size <= cell.largestSize(); size++) {
      sizes.add(size, cell.groupsOfSize(size) - (size == served.size ? 1 : 0));
    }
    return sizes.isFilled();
  }

  /** Says whether the players around could fill a match at all. */
  private boolean mayBeEnough() {
    int players = run.players();
    boolean alone = true;
    for (int i = 0; i < others.count(); i++) {
      players += others.group(i).size;
      alone &= others.group(i).size == 1;
    }
    return players >= Math.min(table.smallestFull, run.limits().full)
        && (alone || !table.sameTeams || mayFill());
  }

  /** Says whether the sizes around could fill the team of the first of the base. */
  private boolean mayFill() {
    sizes.begin(run.member(0).size, run.limits().maxTeamSize);
    for (int i = 1; i < run.count(); i++) {
      sizes.add(run.member(i).size, 1);
    }
    for (int i = 0; i < others.count() && !sizes.isFilled(); i++) {
      sizes.add(others.group(i).size, 1);
    }
    return sizes.isFilled();
  }

  private Lineup fullSet(Waiting served, int base) {
    if (isExact(base)) {
      everyFullSet(0, playersAround());
      return choice.best(served, others);
    }
    allowance -= others.count();
    fullRuns(base);
    if (choice.isEmpty() && !others.isComplete()) {
      ranOut |= allowance <= 0;
      if (allowance > 0) {
        run.shrinkTo(base);
        collect(WIDE);
        if (others.isComplete() && !mayBeEnough()) {
          return null;
        }
        allowance -= others.count();
        fullRuns(base);
      }
    }
    if (choice.isEmpty()) {
      missed = base + others.count() - MOST_EXACT;
    }
    return choice.best(served, others);
  }

  private boolean isExact(int base) {
    return others.isComplete() && base + others.count() <= MOST_EXACT;
  }

  private int playersAround() {
    int players = 0;
    for (int i = 0; i < others.count(); i++) {
      players += others.group(i).size;
    }
    return players;
  }

  // --------------------------------------------------------------- every set

  private void everyFullSet(int from, int playersLeft) {
    if (run.isFull()) {
      keepIfItSplits();
    }
    if (run.players() + playersLeft < table.smallestFull) {
      return;
    }
    int left = playersLeft;
    for (int i = from; i < others.count(); i++) {
      left -= others.group(i).size;
      portion.charge(1);
      if (run.push(others.group(i))) {
        everyFullSet(i + 1, left);
        run.pop();
      }
    }
  }

  private boolean keepIfItSplits() {
    var lineup = split();
    if (lineup != null) {
      choice.add(run, lineup);
    }
    return lineup != null;
  }

  private Lineup split() {
    var lineup = split.of(run.members(), run.limits());
    portion.charge(run.count() + (run.limits().teamCount > 1 ? split.calls() : 0));
    return lineup;
  }

  // -------------------------------------------------------------------- runs

  private void fullRuns(int base) {
    countPlayers();
    int own = STEPS + 8 * others.count();
    // One way straight through is for everyone, also when nothing is left to go back.
    stepsLeft = Math.max(others.count(), Math.min(own, allowance));
    int granted = stepsLeft;
    int baseAt = others.belowCount();
    int mostBelow = run.limits().full;
    for (int start = baseAt; start >= 0 && stepsLeft > 0; start--) {
      if (baseAt - start > mostBelow && !choice.isEmpty()) {
        break;
      }
      run.shrinkTo(base);
      if (start < baseAt && !run.push(others.group(start))) {
        continue;
      }
      runStepsLeft = STEPS_PER_RUN + 2 * others.count();
      lastTaken = start;
      boolean found = fill(start == baseAt ? start : start + 1);
      if (found && lastTaken < baseAt - 1) {
        break; // full before it came to the base: so will be all that start below
      }
    }
    allowance -= granted - stepsLeft;
    portion.charge(granted - stepsLeft);
    ranOut |= stepsLeft <= 0 && granted < own;
  }

  /** Counts the players of each of the others and of all after it. */
  private void countPlayers() {
    int count = others.count();
    if (playersFrom.length <= count) {
      playersFrom = new int[2 * count + 1];
    }
    playersFrom[count] = 0;
    for (int i = count - 1; i >= 0; i--) {
      playersFrom[i] = playersFrom[i + 1] + others.group(i).size;
    }
  }

  private boolean fill(int from) {
    if (run.isFull()) {
      return keepIfItSplits();
    }
    int wanted = Math.min(table.smallestFull, run.limits().full) - run.players();
    for (int i = from;
        i < others.count() && playersFrom[i] >= wanted && stepsLeft > 0 && runStepsLeft > 0;
        i++) {
      stepsLeft--;
      runStepsLeft--;
      if (run.push(others.group(i))) {
        lastTaken = i;
        if (fill(i + 1)) {
          return true;
        }
        run.pop();
      }
    }
    return false;
  }

  // ----------------------------------------------------------------- partial

  /**
   * The best partial match: the largest, then the one with the most even teams, then the one with
   * the closest averages, then as among full ones.
   *
   * @return null when there is none, or none was found
   */
  Lineup partial(Waiting served) {
    if (!begin(served, served)) {
      return null;
    }
    collect(WIDE);
    if (isExact(1)) {
      everyLargeSet(0);
    } else {
      largeRuns();
      if (choice.isEmpty()) {
        missed = 1 + others.count() - MOST_EXACT;
      }
    }
    if (!choice.isEmpty()) {
      choice.keepMostBalanced();
    }
    return choice.best(served, others);
  }

  private void everyLargeSet(int from) {
    if (run.isEnough() && run.players() >= choice.mostPlayers()) {
      keepIfItSplits();
    }
    for (int i = from; i < others.count(); i++) {
      portion.charge(1);
      if (run.push(others.group(i))) {
        everyLargeSet(i + 1);
        run.pop();
      }
    }
  }

  private void largeRuns() {
    int baseAt = others.belowCount();
    int mostBelow = Math.max(run.limits().full, MOST_EXACT);
    for (int start = baseAt; start >= Math.max(0, baseAt - mostBelow); start--) {
      run.shrinkTo(1);
      portion.charge(others.count());
      if (start == baseAt || run.push(others.group(start))) {
        fillGreedily(start == baseAt ? start : start + 1);
        keepMostThatSplits();
      }
    }
  }

  private void fillGreedily(int from) {
    for (int i = from; i < others.count() && !run.isFull(); i++) {
      run.push(others.group(i));
    }
  }

  private void keepMostThatSplits() {
    while (run.count() > 0 && run.isEnough() && run.players() >= choice.mostPlayers()) {
      var lineup = split();
      if (lineup != null) {
        choice.add(run, lineup);
        return;
      }
      run.pop();
    }
  }
}
