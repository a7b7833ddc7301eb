/**
 * The databases that are measured, each opened so that all give the same.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.peer.Peer}, one of its records, {@link
 * org.pydb.examples.benchmarks.peer.Peers}, {@link org.pydb.examples.benchmarks.peer.PeerDatabase}.
 */
@NullMarked
package org.pydb.examples.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
