// Assembled into the program as they are: a literal of six million numbers would keep a compiler busy for minutes.
    .section .rodata
    .balign 64
    .globl shipped_trunk
    .type shipped_trunk, %object
shipped_trunk:
    .incbin "weights/touchstone.safetensors"
    .globl shipped_trunk_end
shipped_trunk_end:
    .byte 0
    .size shipped_trunk, . - shipped_trunk
    .section .note.GNU-stack, "", %progbits
