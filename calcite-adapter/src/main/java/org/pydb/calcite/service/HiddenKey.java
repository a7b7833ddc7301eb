package org.pydb.calcite.service;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement without the key that it may hold: {@code VACUUM INTO 'file' WITH (encryption_key
 * 'key')} reads {@code '***'} from here on, for the parser and all that shows statements: errors,
 * statistics, what runs now, logs. All strings behind the file are taken for keys, also where the
 * statement has a mistake.
 *
 * @param sql the text without the key; as long as it was, so that places in it stay right
 * @param key what stood there last, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record HiddenKey(String sql, char @Nullable [] key) {
  private static final Pattern VACUUM =
      Pattern.compile("(?is)\\A(\\s|--[^\\n]*+\\n|/\\*.*?\\*/)*+VACUUM\\b");

  private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*+)");

  /** Takes the key out of a statement, if it has one. */
  static HiddenKey of(String sql) {
    Matcher start = VACUUM.matcher(sql);
    if (!start.find()) {
      return new HiddenKey(sql, null);
    }
    Matcher strings = STRING.matcher(sql);
    boolean isKey = false;
    char[] shown = sql.toCharArray();
    char[] key = null;
    for (int at = start.end(); strings.find(at); at = Math.min(sql.length(), strings.end() + 1)) {
      if (isKey) {
        key = strings.group(1).replace("''", "'").toCharArray();
        Arrays.fill(shown, strings.start(1), strings.end(1), '*');
      }
      isKey = true;
    }
    return new HiddenKey(new String(shown), key);
  }
}
