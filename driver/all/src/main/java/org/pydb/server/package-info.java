/**
 * A way into a database for other programs of the same machine while this JVM has it open: the
 * protocol of Avatica's remote JDBC driver, behind a token, on the loopback address. It stands on
 * the driver as any program does.
 *
 * <p>Begin with {@link org.pydb.server.PydbServer}. {@link org.pydb.server.Endpoint} lets requests
 * in and finds out how they are written, {@link org.pydb.server.SqlService} does what they say,
 * {@link org.pydb.server.Session} keeps what one client has open, and {@link
 * org.pydb.server.RowFrames} turns rows into what the protocol can carry.
 */
@NullMarked
package org.pydb.server;

import org.jspecify.annotations.NullMarked;
