package org.pydb.calcite.exec.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a JSON text that is known to be valid: itself at first, then what is looked for inside
 * of it. No tree is made, and nothing copied. Reusable; not thread-safe.
 */
public final class JsonScan {
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int start;
  private int end;
  private int at;

  /** Begins with a whole text. */
  public JsonScan of(byte[] text, int from, int length) {
    bytes = text;
    start = from;
    end = from + length;
    while (start < end && isBlank(bytes[start])) {
      start++;
    }
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    return this;
  }

  /** Where the part begins in the array of the text. */
  public int start() {
    return start;
  }

  /** The length of the part in bytes. */
  public int length() {
    return end - start;
  }

  /** Whether the part is an object. */
  public boolean isObject() {
    return bytes[start] == '{';
  }

  /** Whether the part is an array. */
  public boolean isArray() {
    return bytes[start] == '[';
  }

  /** Whether the part is a string. */
  public boolean isText() {
    return bytes[start] == '"';
  }

  /** Whether the part is {@code null}. */
  public boolean isNull() {
    return bytes[start] == 'n';
  }

  /** The string that the part is, in UTF-8: without its quotes, and without escapes. */
  public byte[] text() {
    int from = start + 1;
    int to = end - 1;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return ((Json.Text) JsonReader.read(bytes, start, end - start)).value().getBytes(UTF_8);
      }
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Goes to the value of a key, the last one of several; false if there is none. */
  public boolean enter(byte[] key) {
    if (!isObject()) {
      return false;
    }
    int foundStart = -1;
    int foundEnd = -1;
    at = start + 1;
    skipBlanks();
    while (bytes[at] != '}') {
      int keyStart = at;
      skipValue();
      boolean isKey = isKey(keyStart, at, key);
      skipBlanks();
      at++; // the colon
      skipBlanks();
      int valueStart = at;
      skipValue();
      if (isKey) {
        foundStart = valueStart;
        foundEnd = at;
      }
      skipComma();
    }
    if (foundStart < 0) {
      return false;
    }
    start = foundStart;
    end = foundEnd;
    return true;
  }

  /** Goes to an element, from 0, or from -1 backwards; false if there is none. */
  public boolean enter(int index) {
    if (!isArray()) {
      return false;
    }
    int wanted = index < 0 ? index + count() : index;
    if (wanted < 0) {
      return false;
    }
    at = start + 1;
    skipBlanks();
    for (int i = 0; bytes[at] != ']'; i++) {
      int valueStart = at;
      skipValue();
      if (i == wanted) {
        start = valueStart;
        end = at;
        return true;
      }
      skipComma();
    }
    return false;
  }

  /** How many elements the array has. */
  public int count() {
    int count = 0;
    at = start + 1;
    skipBlanks();
    while (bytes[at] != ']') {
      skipValue();
      count++;
      skipComma();
    }
    return count;
  }

  /**
   * Where the parts of the array or object begin and end in the array of the text: of each element,
   * or of each key and each value in turn.
   */
  public List<Integer> parts() {
    List<Integer> places = new ArrayList<>();
    boolean isObject = isObject();
    at = start + 1;
    skipBlanks();
    while (bytes[at] != (isObject ? '}' : ']')) {
      if (isObject) {
        addValue(places);
        skipBlanks();
        at++; // the colon
        skipBlanks();
      }
      addValue(places);
      skipComma();
    }
    return places;
  }

  private void addValue(List<Integer> places) {
    places.add(at);
    skipValue();
    places.add(at);
  }

  /** Goes along a path of keys and of numbers of elements; false if it leads nowhere. */
  public boolean enter(byte[][] path) {
    for (byte[] step : path) {
      boolean found =
          isArray()
              ? isIndex(step) && enter(Integer.parseInt(new String(step, UTF_8)))
              : enter(step);
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /** Whether a step of a path is a number of an element. */
  private static boolean isIndex(byte[] step) {
    int first = step.length > 0 && step[0] == '-' ? 1 : 0;
    for (int i = first; i < step.length; i++) {
      if (step[i] < '0' || step[i] > '9') {
        return false;
      }
    }
    return step.length > first && step.length - first < 10;
  }

  private boolean isKey(int from, int to, byte[] key) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        Json.Text read = (Json.Text) JsonReader.read(bytes, from, to - from);
        return Arrays.equals(read.value().getBytes(UTF_8), key);
      }
    }
    return Arrays.equals(bytes, from + 1, to - 1, key, 0, key.length);
  }

  private void skipComma() {
    skipBlanks();
    if (bytes[at] == ',') {
      at++;
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
  }

  private void skipValue() {
    switch (bytes[at]) {
      case '"' -> skipString();
      case '{', '[' -> {
        int depth = 0;
        do {
          byte character = bytes[at];
          if (character == '"') {
            skipString();
            continue;
          }
          depth += character == '{' || character == '[' ? 1 : 0;
          depth -= character == '}' || character == ']' ? 1 : 0;
          at++;
        } while (depth > 0);
      }
      default -> {
        while (at < end && isScalar(bytes[at])) {
          at++;
        }
      }
    }
  }

  private void skipString() {
    at++;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    at++;
  }

  private static boolean isScalar(byte character) {
    return character != ',' && character != ']' && character != '}' && !isBlank(character);
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\n' || character == '\t' || character == '\r';
  }
}
