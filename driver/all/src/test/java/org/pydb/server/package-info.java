/** Tests of the server, with the driver that clients have. */
package org.pydb.server;
