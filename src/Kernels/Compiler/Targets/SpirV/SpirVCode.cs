using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>The instructions of a function, block after block.</summary>
internal sealed class SpirVCode(SpirVAssembler module)
{
    public SpirVAssembler Module => module;

    public List<uint> Words { get; } = [];

    /// <summary>The label of the block that is being written.</summary>
    public uint Block { get; private set; }

    /// <summary>Writes an instruction with a result and returns it.</summary>
    public uint Op(SpirVOp op, ScalarType type, params ReadOnlySpan<uint> operands) =>
        Op(op, module.Type(type), operands);

    public uint Op(SpirVOp op, uint type, params ReadOnlySpan<uint> operands)
    {
        var id = module.NewId();
        SpirVAssembler.Append(Words, op, [type, id, .. operands]);
        // a * b + c rounds twice unless it is written Fma: sums and products are not to be contracted.
        if (op is SpirVOp.FAdd or SpirVOp.FSub or SpirVOp.FMul or SpirVOp.FDiv)
            module.Decorate(id, SpirVDecoration.NoContraction);
        return id;
    }

    public uint Glsl(GlslOp op, ScalarType type, params ReadOnlySpan<uint> operands)
    {
        var id = Op(SpirVOp.ExtInst, type, [module.GlslSet(), (uint)op, .. operands]);
        // The same operands give the same bits, wherever they are.
        if (op == GlslOp.Fma)
            module.Decorate(id, SpirVDecoration.NoContraction);
        return id;
    }

    /// <summary>Writes an instruction without a result.</summary>
    public void Do(SpirVOp op, params ReadOnlySpan<uint> operands) => SpirVAssembler.Append(Words, op, operands);

    /// <summary>Starts a block.</summary>
    public void Label(uint label)
    {
        Do(SpirVOp.Label, label);
        Block = label;
    }

    public void Branch(uint label) => Do(SpirVOp.Branch, label);

    /// <summary>The value that a block has from those it is entered from.</summary>
    public void Phi(uint id, ScalarType type, params ReadOnlySpan<(uint Value, uint Block)> sources)
    {
        var operands = new uint[2 + (2 * sources.Length)];
        (operands[0], operands[1]) = (module.Type(type), id);
        for (var i = 0; i < sources.Length; i++)
            (operands[2 + (2 * i)], operands[3 + (2 * i)]) = sources[i];
        Do(SpirVOp.Phi, operands);
    }
}
