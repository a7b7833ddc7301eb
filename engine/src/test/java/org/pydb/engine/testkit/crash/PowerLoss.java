package org.pydb.engine.testkit.crash;

import java.util.List;
import java.util.Random;

/**
 * What a crash does to changes that were not synced. Chance alone would hardly ever lose just one
 * of a hundred writes, or all but one; so there are patterns.
 */
final class PowerLoss {

  private enum Pattern {
    ALL_LOST,
    ALL_SPARED,
    FEW_SECTORS_SPARED,
    HALF_OF_THE_SECTORS_SPARED,
    FEW_SECTORS_LOST,
    /** As on a disk that keeps order. */
    LATEST_LOST,
    /** As on one that does not. */
    EARLIEST_LOST,
    ONE_LOST,
    ONE_SPARED,
    /** One change is there up to a sector, those before it are, those after it are not. */
    ONE_TORN,
    ONE_FILE_SPARED,
    ONE_FILE_LOST
  }

  private final Pattern pattern;

  /** The change that is meant, if one is. */
  private final long chosen;

  private final String chosenFile;
  private final double torn;
  private final double sizes;

  private PowerLoss(Pattern pattern, long chosen, String chosenFile, double torn, double sizes) {
    this.pattern = pattern;
    this.chosen = chosen;
    this.chosenFile = chosenFile;
    this.torn = torn;
    this.sizes = sizes;
  }

  /**
   * Some loss.
   *
   * @param unsynced the changes that may be lost, by file
   */
  static PowerLoss random(Random chance, List<Candidate> unsynced) {
    Pattern[] patterns = Pattern.values();
    Candidate candidate =
        unsynced.isEmpty()
            ? new Candidate("", 0)
            : unsynced.get(
                chance.nextBoolean() ? unsynced.size() - 1 : chance.nextInt(unsynced.size()));
    return new PowerLoss(
        patterns[chance.nextInt(patterns.length)],
        candidate.number,
        candidate.file,
        chance.nextDouble(),
        chance.nextInt(4) == 0 ? chance.nextDouble() : 0);
  }

  /** A change that may be lost. */
  record Candidate(String file, long number) {}

  /** Whether a sector of a change, or a change as a whole, is there after the crash. */
  boolean spares(String file, long number, int sector, int sectors, Random chance) {
    return switch (pattern) {
      case ALL_LOST -> false;
      case ALL_SPARED -> true;
      case FEW_SECTORS_SPARED -> chance.nextInt(10) == 0;
      case HALF_OF_THE_SECTORS_SPARED -> chance.nextBoolean();
      case FEW_SECTORS_LOST -> chance.nextInt(10) > 0;
      case LATEST_LOST -> number < chosen;
      case EARLIEST_LOST -> number >= chosen;
      case ONE_LOST -> number != chosen;
      case ONE_SPARED -> number == chosen;
      case ONE_TORN -> number < chosen || (number == chosen && sector < torn * sectors);
      case ONE_FILE_SPARED -> file.equals(chosenFile);
      case ONE_FILE_LOST -> !file.equals(chosenFile);
    };
  }

  /** Whether the file has become longer though what made it longer is lost. */
  boolean sparesSize(Random chance) {
    return sizes > 0 && chance.nextDouble() < sizes;
  }

  @Override
  public String toString() {
    return pattern + (chosen == 0 ? "" : " (change " + chosen + " of " + chosenFile + ")");
  }
}
