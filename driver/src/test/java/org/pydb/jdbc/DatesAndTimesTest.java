package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** Dates and times through all classes that JDBC has for them, in a zone with summer time. */
@SuppressWarnings("JavaUtilDate") // JDBC has nothing else.
class DatesAndTimesTest {
  private static final Calendar TOKYO = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));

  private final TimeZone before = TimeZone.getDefault();
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    Sql.run(connection, "create table t (d date, ti time, ts timestamp, tz timestamptz, x text)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    TimeZone.setDefault(before);
  }

  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private ResultSet stored(String column, Binding binding) throws SQLException {
    Sql.run(connection, "delete from t");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (" + column + ") values (?)")) {
      binding.bind(insert);
      insert.executeUpdate();
    }
    ResultSet row = connection.createStatement().executeQuery("select " + column + " from t");
    row.next();
    return row;
  }

  // ------------------------------------------------------------------ java.time

  @Test
  void microsecondsAreExact() throws SQLException {
    LocalDateTime time = LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000);
    ResultSet row = stored("ts", p -> p.setObject(1, time));
    assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(time);
    assertThat(row.getTimestamp(1)).isEqualTo(Timestamp.valueOf(time));
    assertThat(row.getString(1)).isEqualTo("2024-02-29 23:59:59.123456");
    assertThat(row.getObject(1, LocalDate.class)).isEqualTo(time.toLocalDate());
    assertThat(row.getObject(1, LocalTime.class)).isEqualTo(time.toLocalTime());
    assertThat(stored("ti", p -> p.setObject(1, time.toLocalTime())).getObject(1, LocalTime.class))
        .isEqualTo(time.toLocalTime());
  }

  @Test
  void nanosecondsAreRoundedToTheNearestMicrosecond() throws SQLException {
    LocalDateTime late = LocalDateTime.of(2023, 12, 31, 23, 59, 59, 999_999_500);
    assertThat(stored("ts", p -> p.setObject(1, late)).getString(1))
        .isEqualTo("2024-01-01 00:00:00");
    assertThat(stored("ts", p -> p.setObject(1, late.minusNanos(1))).getString(1))
        .isEqualTo("2023-12-31 23:59:59.999999");
    assertThat(
            stored("tz", p -> p.setObject(1, Instant.ofEpochSecond(-1, 999_999_999)))
                .getObject(1, Instant.class))
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void instantsKeepTheirMoment() throws SQLException {
    OffsetDateTime noon = OffsetDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneOffset.ofHours(-5));
    ResultSet row = stored("tz", p -> p.setObject(1, noon));
    assertThat(row.getObject(1, Instant.class)).isEqualTo(noon.toInstant());
    assertThat(row.getObject(1))
        .as("in the session's zone")
        .isEqualTo(noon.withOffsetSameInstant(ZoneOffset.ofHours(2)));
    assertThat(row.getObject(1, ZonedDateTime.class))
        .isEqualTo(noon.atZoneSameInstant(ZoneId.of("Europe/Berlin")));
    assertThat(row.getTimestamp(1).toInstant()).isEqualTo(noon.toInstant());
    assertThat(row.getString(1)).isEqualTo("2024-07-01 19:00:00+02");
    assertThat(row.getObject(1, LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(2024, 7, 1, 19, 0));

    Sql.run(connection, "set timezone = 'Asia/Tokyo'");
    ResultSet again = stored("tz", p -> p.setObject(1, noon.toZonedDateTime()));
    assertThat(again.getObject(1, OffsetDateTime.class))
        .isEqualTo(noon.withOffsetSameInstant(ZoneOffset.ofHours(9)));
  }

  /** As a cast to timestamptz has it. */
  @Test
  void aLocalTimeIsAnInstantOnTheClockOfTheSession() throws SQLException {
    Sql.run(connection, "set timezone = 'Asia/Tokyo'");
    ResultSet row = stored("ts", p -> p.setObject(1, LocalDateTime.of(2024, 1, 1, 9, 0)));
    assertThat(row.getObject(1, Instant.class)).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(row.getObject(1, OffsetDateTime.class)).isEqualTo("2024-01-01T09:00+09:00");
    assertThat(row.getObject(1, OffsetTime.class)).isEqualTo("09:00+09:00");
    assertThat(row.getObject(1, ZonedDateTime.class))
        .isEqualTo("2024-01-01T09:00+09:00[Asia/Tokyo]");
  }

  /** As in PostgreSQL; what has no clock of its own is read on the JVM's. */
  @Test
  void aDateTakesTheDateOfAMoment() throws SQLException {
    OffsetDateTime late = OffsetDateTime.parse("2024-02-29T23:30:00-12:00");
    for (Object moment :
        List.of(
            late,
            late.toZonedDateTime(),
            late.toLocalDateTime(),
            Timestamp.valueOf(late.toLocalDateTime()))) {
      assertThat(stored("d", p -> p.setObject(1, moment)).getString(1)).isEqualTo("2024-02-29");
    }
    Instant noon =
        LocalDate.of(2024, 2, 29).atTime(12, 0).atZone(ZoneId.systemDefault()).toInstant();
    assertThat(stored("d", p -> p.setObject(1, noon)).getString(1)).isEqualTo("2024-02-29");
    // In milliseconds of 64 bits, as a Timestamp has them, the first one is in 1970.
    for (Instant far : List.of(Instant.ofEpochSecond(18_446_744_073_709_552L), Instant.MAX)) {
      assertThatThrownBy(() -> stored("d", p -> p.setObject(1, far)))
          .hasFieldOrPropertyWithValue("SQLState", "22008");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-4712-01-01",
        "-0043-03-15",
        "0000-12-31",
        "0001-01-01",
        "1582-10-04",
        "1582-10-15",
        "1900-02-28",
        "1969-12-31",
        "2024-02-29",
        "9999-12-31"
      })
  void datesOfAllTimes(String text) throws SQLException {
    LocalDate date = LocalDate.parse(text);
    ResultSet row = stored("d", p -> p.setObject(1, date));
    assertThat(row.getObject(1, LocalDate.class)).isEqualTo(date);
    Date legacy = row.getDate(1);
    assertThat(stored("d", p -> p.setDate(1, legacy)).getObject(1, LocalDate.class))
        .isEqualTo(date);
    Timestamp midnight = row.getTimestamp(1);
    assertThat(stored("ts", p -> p.setTimestamp(1, midnight)).getObject(1, LocalDateTime.class))
        .isEqualTo(date.atStartOfDay());
  }

  @Test
  void whatNoDateCanHoldIsRefused() {
    assertThatThrownBy(() -> stored("d", p -> p.setObject(1, LocalDate.MAX)))
        .hasFieldOrPropertyWithValue("SQLState", "22008")
        .hasMessageContaining("parameter 1");
    assertThatThrownBy(() -> stored("ts", p -> p.setObject(1, LocalDateTime.MIN)))
        .hasFieldOrPropertyWithValue("SQLState", "22008");
    assertThatThrownBy(() -> stored("tz", p -> p.setObject(1, Instant.MAX)))
        .hasFieldOrPropertyWithValue("SQLState", "22008");
    assertThatThrownBy(() -> stored("ts", p -> p.setObject(1, "2024-02-30", Types.TIMESTAMP)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("2024-02-30");
  }

  // ------------------------------------------------------------------ java.sql

  @Test
  void javaSqlClassesReadTheClockOfTheJvm() throws SQLException {
    assertThat(stored("d", p -> p.setDate(1, Date.valueOf("2024-07-01"))).getDate(1))
        .isEqualTo(Date.valueOf("2024-07-01"));
    assertThat(stored("ti", p -> p.setTime(1, Time.valueOf("23:59:58"))).getTime(1))
        .isEqualTo(Time.valueOf("23:59:58"));
    Timestamp time = Timestamp.valueOf("2024-07-01 12:00:00.123456");
    assertThat(stored("ts", p -> p.setTimestamp(1, time)).getTimestamp(1)).isEqualTo(time);
    assertThat(stored("ts", p -> p.setTimestamp(1, time)).getString(1))
        .isEqualTo("2024-07-01 12:00:00.123456");
    assertThat(stored("tz", p -> p.setTimestamp(1, time)).getTimestamp(1))
        .as("an instant where one is wanted")
        .isEqualTo(time);
    assertThat(stored("ts", p -> p.setObject(1, new java.util.Date(time.getTime()))).getString(1))
        .isEqualTo("2024-07-01 12:00:00.123");
  }

  @Test
  void calendarsSayWhichClock() throws SQLException {
    Timestamp noonInTokyo = Timestamp.from(Instant.parse("2024-07-01T03:00:00Z"));
    ResultSet row = stored("ts", p -> p.setTimestamp(1, noonInTokyo, TOKYO));
    assertThat(row.getString(1)).isEqualTo("2024-07-01 12:00:00");
    assertThat(row.getTimestamp(1, TOKYO)).isEqualTo(noonInTokyo);
    assertThat(row.getTime(1, TOKYO).getTime()).isEqualTo(3 * 3_600_000L);
    assertThat(row.getDate(1, TOKYO).getTime())
        .isEqualTo(Instant.parse("2024-06-30T15:00:00Z").toEpochMilli());
    assertThat(stored("ti", p -> p.setTime(1, new Time(0), TOKYO)).getString(1))
        .isEqualTo("09:00:00");
    assertThat(stored("d", p -> p.setDate(1, new Date(15 * 3_600_000L), TOKYO)).getString(1))
        .isEqualTo("1970-01-02");
  }

  @Test
  void instantsAsDatesAreReadOnTheCalendarsClock() throws SQLException {
    ResultSet row = stored("tz", p -> p.setObject(1, Instant.parse("2024-07-01T23:30:00Z")));
    assertThat(row.getDate(1)).isEqualTo(Date.valueOf("2024-07-02"));
    assertThat(row.getTime(1)).isEqualTo(Time.valueOf("01:30:00"));
    assertThat(row.getTimestamp(1, TOKYO).toInstant())
        .isEqualTo(Instant.parse("2024-07-01T23:30:00Z"));
  }

  @Test
  void targetTypesTakeTheirPart() throws SQLException {
    Timestamp time = Timestamp.valueOf("2024-07-01 12:30:00");
    assertThat(stored("d", p -> p.setObject(1, time, Types.DATE)).getString(1))
        .isEqualTo("2024-07-01");
    assertThat(stored("ti", p -> p.setObject(1, time, Types.TIME)).getString(1))
        .isEqualTo("12:30:00");
    assertThat(stored("d", p -> p.setObject(1, "2024-07-01", Types.DATE)).getString(1))
        .isEqualTo("2024-07-01");
    assertThat(stored("tz", p -> p.setObject(1, time, Types.TIMESTAMP_WITH_TIMEZONE)).getString(1))
        .isEqualTo("2024-07-01 12:30:00+02");
  }

  @Test
  void theEndOfTheDayIsNoTimeOfJavas() throws SQLException {
    Sql.run(connection, "insert into t (ti) values ('24:00:00')");
    try (ResultSet row = connection.createStatement().executeQuery("select ti from t")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("24:00:00");
      assertThatThrownBy(() -> row.getObject(1, LocalTime.class))
          .hasFieldOrPropertyWithValue("SQLState", "22008")
          .hasMessageContaining("getString");
    }
  }

  @Test
  void textReadsAsDatesAndTimes() throws SQLException {
    ResultSet row = stored("x", p -> p.setString(1, "2024-07-01 12:30:00"));
    assertThat(row.getTimestamp(1)).isEqualTo(Timestamp.valueOf("2024-07-01 12:30:00"));
    assertThat(row.getObject(1, LocalDate.class)).isEqualTo(LocalDate.of(2024, 7, 1));
    ResultSet wrong = stored("x", p -> p.setString(1, "soon"));
    assertThatThrownBy(() -> wrong.getTimestamp(1))
        .hasFieldOrPropertyWithValue("SQLState", "22007")
        .hasMessageContaining("soon");
  }
}
