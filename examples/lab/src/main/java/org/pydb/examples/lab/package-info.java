/**
 * Parts of a database to begin with: each is the simplest that is right, and yours to make better.
 * {@link org.pydb.examples.lab.FifoEviction} says which pages leave memory, {@link
 * org.pydb.examples.lab.SortedArrayIndex} leads from keys to places in a log, {@link
 * org.pydb.examples.lab.OneFileEngine} keeps entries. The tests hold each to its contract and crash
 * it; the classes whose names begin with Measure run each beside the engine's own parts. The
 * chapter of the guide on the lab leads through it.
 */
@NullMarked
package org.pydb.examples.lab;

import org.jspecify.annotations.NullMarked;
