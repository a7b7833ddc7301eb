package org.pydb.engine.vfs.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.engine.vfs.FileAccess;

/**
 * What a file is made of. As text, words joined by {@code +} in any order: {@code segmented},
 * {@code segmented(512m)}, {@code compressed}, and either {@code mapped} or {@code direct}; or
 * {@code plain}. Immutable.
 *
 * @param segmentSize bytes of a segment; 0 if the file is not cut into segments
 * @param compressed whether its pages are deflated
 * @param encrypted whether its pages are sealed with a key of the file; no word says that, a key
 *     does
 * @param access how it is read and written, which is no matter of the file itself
 */
public record FileStack(
    long segmentSize, boolean compressed, boolean encrypted, FileAccess access) {

  /** A file as the operating system has it. */
  public static final FileStack PLAIN = new FileStack(0, false, false, FileAccess.BUFFERED);

  /** The size of segments of which none is told. */
  public static final long SEGMENT_SIZE = 1L << 30;

  /** The least that can be told. */
  public static final long SEGMENT_SIZE_MIN = 1L << 20;

  private static final Pattern SEGMENTED =
      Pattern.compile("segmented(?:\\((\\d{1,10})([kmgt]?)\\))?");
  private static final String WORDS =
      "plain, or words joined by +: segmented, segmented(SIZE), compressed, and mapped or direct";

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static FileStack parse(String text) {
    FileStack stack = PLAIN;
    Set<String> seen = new TreeSet<>();
    for (String part : text.trim().toLowerCase(Locale.ROOT).split("\\+", -1)) {
      String word = part.trim();
      stack = stack.with(word, text);
      if (!seen.add(word.replaceAll("\\(.*", "").replace("direct", "mapped"))) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' says twice how: at most one each of segmented, compressed, and mapped or"
                + " direct");
      }
    }
    if (seen.contains("plain") && seen.size() > 1) {
      throw new IllegalArgumentException("'" + text + "': what is plain is nothing else");
    }
    return stack;
  }

  private FileStack with(String word, String text) {
    Matcher segmented = SEGMENTED.matcher(word);
    if (segmented.matches()) {
      return new FileStack(segmentSize(segmented), compressed, encrypted, access);
    }
    return switch (word) {
      case "plain" -> this;
      case "compressed" -> new FileStack(segmentSize, true, encrypted, access);
      case "mapped" -> new FileStack(segmentSize, compressed, encrypted, FileAccess.MAPPED);
      case "direct" -> new FileStack(segmentSize, compressed, encrypted, FileAccess.DIRECT);
      default -> throw new IllegalArgumentException("'" + text + "': expected " + WORDS);
    };
  }

  private static long segmentSize(Matcher segmented) {
    if (segmented.group(1) == null) {
      return SEGMENT_SIZE;
    }
    int shift = 10 * ("kmgt".indexOf(segmented.group(2)) + 1);
    long number = Long.parseLong(segmented.group(1));
    long size = segmented.group(2).isEmpty() ? number : number << shift;
    if (size < SEGMENT_SIZE_MIN || size % SEGMENT_SIZE_MIN != 0 || size >> 50 > 0) {
      throw new IllegalArgumentException(
          "segments of "
              + segmented.group(1)
              + segmented.group(2)
              + ": expected whole megabytes, such as 64m or 1g");
    }
    return size;
  }

  /** The same, encrypted with the key of the files if it has one. */
  public FileStack withEncryption(boolean isEncrypted) {
    return new FileStack(segmentSize, compressed, isEncrypted, access);
  }

  /** Whether files of the one and the other are made of the same, be their segments as they may. */
  public boolean isLike(FileStack other) {
    return segmentSize > 0 == other.segmentSize > 0
        && compressed == other.compressed
        && encrypted == other.encrypted;
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    if (segmentSize > 0) {
      words.add(
          segmentSize == SEGMENT_SIZE ? "segmented" : "segmented(" + (segmentSize >> 20) + "m)");
    }
    if (compressed) {
      words.add("compressed");
    }
    if (encrypted) {
      words.add("encrypted");
    }
    if (access != FileAccess.BUFFERED) {
      words.add(access.name().toLowerCase(Locale.ROOT));
    }
    return words.isEmpty() ? "plain" : String.join("+", words);
  }
}
