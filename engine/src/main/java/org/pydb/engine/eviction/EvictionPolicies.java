package org.pydb.engine.eviction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policies by the names under which URLs ask for them: those of {@link EvictionPolicy}, and
 * those that the program has made known to this JVM. A name never leads to a class that nobody made
 * known. Thread-safe.
 */
public final class EvictionPolicies {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private static final Map<String, Supplier<Eviction>> OWN =
      Arrays.stream(EvictionPolicy.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  policy -> policy.name().toLowerCase(Locale.ROOT), policy -> policy));

  private static final Map<String, Supplier<Eviction>> REGISTERED = new ConcurrentSkipListMap<>();

  private EvictionPolicies() {}

  /**
   * Makes a policy known, or puts it in the place of one that was made known by this name. What is
   * open keeps the one that it has.
   *
   * @param name small letters, digits and underscores; not one of {@link EvictionPolicy}
   * @param policy makes one that knows of nothing yet, for each database a new one
   */
  public static void register(String name, Supplier<Eviction> policy) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" cannot name a policy: expected small letters, digits and underscores");
    }
    if (OWN.containsKey(name)) {
      throw new IllegalArgumentException(
          "the policy " + name + " comes with the engine: take another name");
    }
    REGISTERED.put(name, policy);
  }

  /** The policy of a name, or null if there is none. */
  public static @Nullable Supplier<Eviction> find(String name) {
    Supplier<Eviction> own = OWN.get(name);
    return own == null ? REGISTERED.get(name) : own;
  }

  /** The names of all that are known, in their order. */
  public static List<String> names() {
    Map<String, Supplier<Eviction>> all = new TreeMap<>(OWN);
    all.putAll(REGISTERED);
    return List.copyOf(all.keySet());
  }
}
