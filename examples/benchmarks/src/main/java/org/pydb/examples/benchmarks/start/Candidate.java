package org.pydb.examples.benchmarks.start;

import java.util.List;
import org.pydb.examples.benchmarks.peer.Peer;

/**
 * Somebody who starts.
 *
 * @param name the name in tables
 * @param peer the database
 * @param classPath the jars that it needs
 * @param one the query that needs no table
 * @param options for the JVM
 */
record Candidate(String name, Peer peer, String classPath, String one, List<String> options) {}
