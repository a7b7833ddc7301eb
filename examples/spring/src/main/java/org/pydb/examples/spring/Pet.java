package org.pydb.examples.spring;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One who is brought.
 *
 * @param kind cat, dog, hamster or snake
 */
public record Pet(int id, String name, String kind, @Nullable LocalDate birth) {}
