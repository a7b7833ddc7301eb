package org.pydb.calcite.exec.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * A compiled LIKE pattern that matches UTF-8 in place. Immutable; thread-safe.
 *
 * <p>The pattern is cut at each {@code %} into pieces. The first piece must stand at the start of
 * the text, the last one at its end, and each one between wherever it comes first after the piece
 * before it: if a match exists, this finds one.
 *
 * <pre>
 *   'ab%c_d%e'    →   pieces  ab | c_d | e
 *   '%abc%'       →   pieces  (empty) | abc | (empty)
 * </pre>
 */
public final class LikePattern {

  /** No escape character. */
  public static final int NO_ESCAPE = -1;

  private final Piece[] pieces;

  private LikePattern(Piece[] pieces) {
    this.pieces = pieces;
  }

  /**
   * Compiles a pattern.
   *
   * @param escape the character that takes its meaning from the next one, or {@link #NO_ESCAPE}
   * @throws SqlError 22025 if the pattern ends in the escape character
   */
  public static LikePattern of(byte[] pattern, int escape) {
    List<Piece> pieces = new ArrayList<>();
    PieceBuilder piece = new PieceBuilder(pattern.length);
    int at = 0;
    while (at < pattern.length) {
      int character = Utf8.codePoint(pattern, at);
      int length = Utf8.length(pattern[at]);
      at += length;
      if (character == escape) {
        if (at == pattern.length) {
          throw new SqlError("22025", "LIKE pattern must not end with escape character");
        }
        length = Utf8.length(pattern[at]);
        piece.addBytes(pattern, at, length);
        at += length;
      } else if (character == '%') {
        pieces.add(piece.build());
      } else if (character == '_') {
        piece.addAny();
      } else {
        piece.addBytes(pattern, at - length, length);
      }
    }
    pieces.add(piece.build());
    return new LikePattern(pieces.toArray(Piece[]::new));
  }

  /**
   * The escape character that a text names.
   *
   * @throws SqlError 22025 if it is more than one character
   */
  public static int escape(byte[] bytes, int start, int length) {
    if (length == 0) {
      return NO_ESCAPE;
    }
    if (length != Utf8.length(bytes[start])) {
      throw new SqlError("22025", "invalid escape string: it must be empty or one character");
    }
    return Utf8.codePoint(bytes, start);
  }

  /** Whether a range of bytes matches. */
  public boolean matches(byte[] bytes, int start, int end) {
    int last = pieces.length - 1;
    if (last == 0) {
      return pieces[0].matchAt(bytes, start, end) == end;
    }
    int at = pieces[0].matchAt(bytes, start, end);
    for (int i = 1; i < last && at >= 0; i++) {
      at = pieces[i].find(bytes, at, end);
    }
    return at >= 0 && pieces[last].matchesEnd(bytes, at, end);
  }

  /**
   * The bytes with which every matching text begins, if that is all that the pattern asks for; or
   * null: then there are other conditions.
   */
  public byte @Nullable [] prefixOnly() {
    boolean isPrefix = pieces.length == 2 && pieces[1].bytes.length == 0;
    return isPrefix && pieces[0].isPlain() ? pieces[0].bytes.clone() : null;
  }

  /**
   * What stands between two {@code %}.
   *
   * @param bytes the bytes to be matched; a placeholder where any character may stand
   * @param any where any character may stand, by index in {@code bytes}; empty for nowhere
   * @param characters how many characters the piece has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, boolean[] any, int characters) {

    boolean isPlain() {
      return any.length == 0;
    }

    /** Where a match that begins at a place ends, or -1. */
    int matchAt(byte[] text, int at, int end) {
      if (!isPlain()) {
        return matchAnyAt(text, at, end);
      }
      int stop = at + bytes.length;
      boolean matches = stop <= end && Arrays.equals(text, at, stop, bytes, 0, bytes.length);
      return matches ? stop : -1;
    }

    private int matchAnyAt(byte[] text, int from, int end) {
      int at = from;
      for (int i = 0; i < bytes.length; i++) {
        if (at >= end) {
          return -1;
        }
        if (any[i]) {
          at += Utf8.length(text[at]);
        } else if (text[at++] != bytes[i]) {
          return -1;
        }
      }
      return at <= end ? at : -1;
    }

    /** Where the first match at or after a place ends, or -1. */
    int find(byte[] text, int from, int end) {
      if (bytes.length == 0) {
        return from;
      }
      if (isPlain()) {
        int found = Utf8.indexOf(text, from, end, bytes, 0, bytes.length);
        return found < 0 ? -1 : found + bytes.length;
      }
      boolean startsAny = any[0];
      byte first = bytes[0];
      for (int at = from; at < end; at++) {
        if (startsAny ? Utf8.isStart(text[at]) : text[at] == first) {
          int stop = matchAt(text, at, end);
          if (stop >= 0) {
            return stop;
          }
        }
      }
      return -1;
    }

    /** Whether a range, no earlier than {@code from}, ends in a match. */
    boolean matchesEnd(byte[] text, int from, int end) {
      int start = isPlain() ? end - bytes.length : Utf8.skipBack(text, from, end, characters);
      return start >= from && matchAt(text, start, end) == end;
    }
  }

  private static final class PieceBuilder {
    private final byte[] bytes;
    private final boolean[] any;
    private int length;
    private int characters;
    private boolean hasAny;

    PieceBuilder(int capacity) {
      bytes = new byte[capacity];
      any = new boolean[capacity];
    }

    void addBytes(byte[] source, int start, int count) {
      System.arraycopy(source, start, bytes, length, count);
      length += count;
      characters++;
    }

    void addAny() {
      any[length++] = true;
      characters++;
      hasAny = true;
    }

    Piece build() {
      Piece piece =
          new Piece(
              Arrays.copyOf(bytes, length),
              hasAny ? Arrays.copyOf(any, length) : new boolean[0],
              characters);
      Arrays.fill(any, false);
      length = 0;
      characters = 0;
      hasAny = false;
      return piece;
    }
  }
}
