package org.pydb.calcite.api;

import java.math.BigDecimal;
import java.time.ZoneId;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Values as text and back, in the forms that PostgreSQL sends to its clients; instants are seen in
 * one time zone. Keeps a buffer, so not thread-safe: whoever prints much has one of its own.
 *
 * <p>Values look as they do in a {@link SqlResult}. Parsers fail with {@link SqlError}: 22P02 or
 * 22007 if the text is no such value at all, 22003 or 22008 if the value is out of range.
 */
public interface ValueText {

  /** The zone in which instants are printed, and read where the text names none. */
  ZoneId zone();

  /** A value that travels as {@code long}: {@code true}, {@code 12.50}, {@code 2024-01-31} … */
  String print(ColumnType type, long value);

  /** A {@code FLOAT32} or {@code FLOAT64} in the fewest digits that read back as the same. */
  String print(ColumnType type, double value);

  /** A decimal with all digits of its scale, never with an exponent. */
  String print(BigDecimal value);

  /** A value that travels as bytes; a {@code CHAR} is padded with blanks to its length. */
  String print(ColumnType type, byte[] bytes, int start, int length);

  /** Reads a value of a kind that always travels as {@code long}: any such but {@code DECIMAL}. */
  long parseLong(ColumnKind kind, String text);

  /** Reads a {@code FLOAT32} or {@code FLOAT64}. */
  double parseDouble(ColumnKind kind, String text);

  /** Reads a decimal; its scale is the digits after the point. */
  BigDecimal parseDecimal(String text);

  /** The elements of an array, as the rows of a result with one column. */
  SqlResult elements(ColumnType type, byte[] bytes, int start);

  /**
   * Reads a value that travels as bytes and is no text: a {@code UUID}, {@code BYTES} and so on.
   */
  byte[] parseBytes(ColumnKind kind, String text);
}
