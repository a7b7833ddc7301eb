package org.pydb.examples.teaching;

/**
 * A row of the table.
 *
 * @param id the primary key
 * @param name what they are called
 * @param email by which they are found, too; several may share one
 */
public record User(long id, String name, String email) {}
