package org.pydb.calcite.function;

import java.util.regex.Pattern;

/**
 * The aggregates that gather rows into JSON: {@code json_agg}, {@code jsonb_object_agg_unique} and
 * their kin, also those whose type is not known yet.
 */
public final class JsonAggregates {
  private static final Pattern NAME =
      Pattern.compile("(jsonb?|\\$any_json)_(agg|object_agg(_unique)?)(_strict)?");

  private JsonAggregates() {}

  /** Whether a function is one of them, by its name in small letters. */
  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }
}
