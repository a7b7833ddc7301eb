package org.pydb.engine.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table. Immutable; thread-safe.
 *
 * @param name as users see it, unique in the table
 * @param type how values are stored and ordered
 * @param nullable whether a row may hold NULL here
 * @param defaultExpression the text of the default, or null for none; the engine stores it and
 *     never reads it
 * @param attributes what the layers above keep about the column (comment, declared type name …);
 *     the engine stores them and never reads them
 * @param identity the sequence that gives the column its values, or null if none does
 * @param generatedExpression the text of the expression over the row's other columns that the value
 *     is, or null for a column that is given its values; stored as the default is
 */
public record ColumnDefinition(
    String name,
    ColumnType type,
    boolean nullable,
    @Nullable String defaultExpression,
    Map<String, String> attributes,
    @Nullable Identity identity,
    @Nullable String generatedExpression) {

  /** The attribute of a column that users do not see. */
  public static final String HIDDEN = "hidden";

  /** The attribute with the ids of the sequences that {@code OWNED BY} gave to a column. */
  private static final String OWNED = "owned_sequences";

  /** Takes a copy of the attributes. */
  public ColumnDefinition {
    attributes = Map.copyOf(attributes);
  }

  /** A column that is given its values, or takes its default. */
  public ColumnDefinition(
      String name,
      ColumnType type,
      boolean nullable,
      @Nullable String defaultExpression,
      Map<String, String> attributes) {
    this(name, type, nullable, defaultExpression, attributes, null, null);
  }

  /** A column without default or attributes. */
  public ColumnDefinition(String name, ColumnType type, boolean nullable) {
    this(name, type, nullable, null, Map.of());
  }

  /**
   * Whether users do not see it: it holds the values of an expression, for indexes, and has the
   * expression for its name. Hidden columns stand behind all others.
   */
  public boolean isHidden() {
    return attributes.containsKey(HIDDEN);
  }

  /** The same column by another name. */
  public ColumnDefinition withName(String newName) {
    return new ColumnDefinition(
        newName, type, nullable, defaultExpression, attributes, identity, generatedExpression);
  }

  /** The same column of another type. */
  public ColumnDefinition withType(ColumnType newType) {
    return new ColumnDefinition(
        name, newType, nullable, defaultExpression, attributes, identity, generatedExpression);
  }

  /** The same column, which may be NULL or not. */
  public ColumnDefinition withNullable(boolean newNullable) {
    return new ColumnDefinition(
        name, type, newNullable, defaultExpression, attributes, identity, generatedExpression);
  }

  /** The same column with another default, or none. */
  public ColumnDefinition withDefault(@Nullable String newDefault) {
    return new ColumnDefinition(
        name, type, nullable, newDefault, attributes, identity, generatedExpression);
  }

  /** The same column, which takes its values from a sequence, or does so no more. */
  public ColumnDefinition withIdentity(@Nullable Identity newIdentity) {
    return new ColumnDefinition(
        name, type, nullable, defaultExpression, attributes, newIdentity, generatedExpression);
  }

  /** The same column with another expression for its values, or none. */
  public ColumnDefinition withGenerated(@Nullable String newExpression) {
    return new ColumnDefinition(
        name, type, nullable, defaultExpression, attributes, identity, newExpression);
  }

  /** The same column, which users see or do not. */
  public ColumnDefinition withHidden(boolean hidden) {
    if (hidden == isHidden()) {
      return this;
    }
    Map<String, String> changed = new HashMap<>(attributes);
    if (hidden) {
      changed.put(HIDDEN, "");
    } else {
      changed.remove(HIDDEN);
    }
    return withAttributes(changed);
  }

  /** The ids of the sequences that OWNED BY gave to it; some may have been dropped. */
  public List<Integer> ownedSequences() {
    String ids = attributes.get(OWNED);
    return ids == null ? List.of() : Arrays.stream(ids.split(",")).map(Integer::valueOf).toList();
  }

  /** The same column, to which other sequences belong. */
  public ColumnDefinition withOwnedSequences(List<Integer> ids) {
    Map<String, String> changed = new HashMap<>(attributes);
    changed.remove(OWNED);
    if (!ids.isEmpty()) {
      changed.put(OWNED, ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    return withAttributes(changed);
  }

  /** The ids of all sequences that go with it: that of an identity, and those that it owns. */
  public List<Integer> sequences() {
    List<Integer> ids = new ArrayList<>(ownedSequences());
    if (identity != null) {
      ids.add(0, identity.sequenceId());
    }
    return ids;
  }

  /** The same column with other attributes. */
  public ColumnDefinition withAttributes(Map<String, String> newAttributes) {
    return new ColumnDefinition(
        name, type, nullable, defaultExpression, newAttributes, identity, generatedExpression);
  }
}
