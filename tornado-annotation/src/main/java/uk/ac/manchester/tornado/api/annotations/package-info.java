/** A stand-in for TornadoVM's annotations, with which the kernels compile without its SDK. */
package uk.ac.manchester.tornado.api.annotations;
