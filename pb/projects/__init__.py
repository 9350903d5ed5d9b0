"""The noun: a project's row, number, status machine; its pages belong to the stages that show them."""
