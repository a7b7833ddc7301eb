package org.pydb.engine.store;

/**
 * What a vacuum has done.
 *
 * @param pagesBefore pages that the file had
 * @param pagesAfter pages that it has
 * @param pagesFree of those, free pages: the reserve, and room that could not be given back because
 *     pages behind it could not be moved
 * @param pagesHeld of those, pages that only transactions see which began before and are still
 *     open; another vacuum after their end gives them back
 */
public record VacuumReport(long pagesBefore, long pagesAfter, long pagesFree, long pagesHeld) {}
