package org.pydb.engine.schema;

/**
 * A condition on each row of a table. The engine stores its text; the layer above evaluates it.
 *
 * @param name as users see it
 * @param expression the condition's text
 */
public record CheckConstraint(String name, String expression) {}
