package org.pydb.engine.schema;

import java.util.Map;

/**
 * A sequence: numbers, each given once. Which were given is no part of it (see {@code
 * table.Sequences}). Immutable; thread-safe.
 *
 * @param id the sequence's identity, never reused
 * @param version counts the changes of this definition, from 1
 * @param schema the schema's name
 * @param name the sequence's name, unique in its schema among tables and all else that has rows
 * @param stateId under which it is kept which numbers were given: another one after {@code
 *     RESTART}, never reused
 * @param first the number that the state begins with: {@code start}, or what {@code RESTART WITH}
 *     said
 * @param kind INT16, INT32 or INT64
 * @param start the first number
 * @param increment the distance to the next number, negative or positive
 * @param least the least number that is given
 * @param greatest the greatest number that is given
 * @param cycle whether it begins anew when it has come to its end
 * @param attributes what the layers above keep about it; never read by the engine
 */
public record SequenceDefinition(
    int id,
    int version,
    String schema,
    String name,
    int stateId,
    long first,
    ColumnKind kind,
    long start,
    long increment,
    long least,
    long greatest,
    boolean cycle,
    Map<String, String> attributes) {

  /** Takes a copy of the attributes, and checks that the numbers make a sequence. */
  public SequenceDefinition {
    attributes = Map.copyOf(attributes);
    if (increment == 0
        || least > greatest
        || start < least
        || start > greatest
        || first < least
        || first > greatest) {
      throw new IllegalArgumentException(
          "sequence "
              + name
              + ": from "
              + start
              + " by "
              + increment
              + " within "
              + least
              + " to "
              + greatest);
    }
  }

  /** {@code schema.name}, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** The same sequence by another name, perhaps elsewhere; the next version of the definition. */
  public SequenceDefinition withName(String newSchema, String newName) {
    return new SequenceDefinition(
        id,
        version + 1,
        newSchema,
        newName,
        stateId,
        first,
        kind,
        start,
        increment,
        least,
        greatest,
        cycle,
        attributes);
  }

  /** The same sequence, which begins anew; the next version of the definition. */
  public SequenceDefinition withState(int newStateId, long newFirst) {
    return new SequenceDefinition(
        id,
        version + 1,
        schema,
        name,
        newStateId,
        newFirst,
        kind,
        start,
        increment,
        least,
        greatest,
        cycle,
        attributes);
  }

  /** The same sequence with other attributes; the next version of the definition. */
  public SequenceDefinition withAttributes(Map<String, String> newAttributes) {
    return new SequenceDefinition(
        id,
        version + 1,
        schema,
        name,
        stateId,
        first,
        kind,
        start,
        increment,
        least,
        greatest,
        cycle,
        newAttributes);
  }
}
