package org.pydb.engine.testkit.planted.error;

/** The end of the cycle that {@link LooksUp} closes. */
public class Lowest {}
