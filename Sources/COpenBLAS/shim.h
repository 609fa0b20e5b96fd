// OpenBLAS carries LAPACK too, but Debian's headers for that part belong to other packages; the few
// routines that Touchstone calls are declared here. The trailing size_t arguments are the hidden lengths
// that Fortran passes for its character arguments.
#pragma once
#include <cblas.h>
#include <stddef.h>

/// Cholesky factor of a symmetric positive definite matrix, in place.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t uplo_length);

/// Inverse of a triangular matrix, in place.
void dtrtri_(const char *uplo, const char *diag, const int *n, double *a, const int *lda, int *info,
             size_t uplo_length, size_t diag_length);

/// Eigenvalues, ascending, and eigenvectors of a symmetric matrix, which they replace, column by column.
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length, size_t uplo_length);

/// The i-th eigenvalue, from 1 and ascending, of diag(d) + rho z z', d ascending, z of length 1, rho > 0; `delta`
/// receives d - lambda without cancellation.
void dlaed4_(const int *n, const int *i, const double *d, const double *z, double *delta, const double *rho,
             double *lambda, int *info);
