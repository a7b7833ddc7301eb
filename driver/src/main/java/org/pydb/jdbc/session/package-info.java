/**
 * One connection's session below, and the gate through which threads pass one by one. Read {@link
 * org.pydb.jdbc.session.SessionGate}.
 */
@NullMarked
package org.pydb.jdbc.session;

import org.jspecify.annotations.NullMarked;
