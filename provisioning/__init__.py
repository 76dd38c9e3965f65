"""Operations that change a Pemda: journaled runs of named steps, each operation in one transaction."""
