package org.pydb.examples.spring;

import org.jspecify.annotations.Nullable;

/**
 * One who brings pets.
 *
 * @param id given by the database; null for one who is not stored yet
 */
public record Owner(
    @Nullable Integer id,
    String firstName,
    String lastName,
    @Nullable String city,
    @Nullable String telephone) {}
