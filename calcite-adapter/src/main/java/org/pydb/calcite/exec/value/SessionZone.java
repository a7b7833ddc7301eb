package org.pydb.calcite.exec.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.pydb.calcite.api.SqlError;

/**
 * The time zone of a session: turns instants into local times and back, in microseconds since 1970.
 * Immutable; thread-safe.
 *
 * <p>A local time that a clock change skipped is read with the offset before the change; one that
 * occurred twice is the later of the two, standard time. So does PostgreSQL.
 */
public final class SessionZone {

  /** Coordinated universal time. */
  public static final SessionZone UTC = new SessionZone(ZoneOffset.UTC);

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final ZoneId id;
  private final ZoneRules rules;
  private final boolean fixed;
  private final long fixedMicros;

  private SessionZone(ZoneId id) {
    this.id = id;
    rules = id.getRules();
    fixed = rules.isFixedOffset();
    fixedMicros = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() * MICROS_PER_SECOND : 0;
  }

  /** The zone of this id. */
  public static SessionZone of(ZoneId id) {
    return id.normalized().equals(ZoneOffset.UTC) ? UTC : new SessionZone(id);
  }

  /**
   * The zone with this name: a name of the IANA database, {@code UTC}, or an offset such as {@code
   * +02} or {@code -05:30}.
   *
   * @throws SqlError 22023 if there is none
   */
  public static SessionZone named(String name) {
    try {
      return of(ZoneId.of(name.strip()));
    } catch (DateTimeException e) {
      return ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.equalsIgnoreCase(name.strip()))
          .findFirst()
          .map(id -> of(ZoneId.of(id)))
          .orElseThrow(() -> new SqlError("22023", "time zone \"" + name + "\" not recognized", e));
    }
  }

  /** The zone's id. */
  public ZoneId id() {
    return id;
  }

  /** What is added to an instant to get the local time, in microseconds. */
  public long offsetAt(long instant) {
    if (fixed) {
      return fixedMicros;
    }
    long second = Math.floorDiv(instant, MICROS_PER_SECOND);
    return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds() * MICROS_PER_SECOND;
  }

  /** The local time at an instant. */
  public long toLocal(long instant) {
    return instant + offsetAt(instant);
  }

  /** The instant of a local time. */
  public long toInstant(long local) {
    if (fixed) {
      return local - fixedMicros;
    }
    long second = Math.floorDiv(local, MICROS_PER_SECOND);
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    return local - offsetOf(time).getTotalSeconds() * MICROS_PER_SECOND;
  }

  private ZoneOffset offsetOf(LocalDateTime local) {
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition == null) {
      return rules.getOffset(local);
    }
    return transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter();
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
