using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>Rebuilds a function with the Lets that Scheduling decided on, by region and position.</summary>
internal sealed class LetInserter : FunctionRewriter
{
    private readonly Dictionary<(Region Region, int Position), List<Value>> _lets;

    public LetInserter(KernelFunction function, Dictionary<(Region Region, int Position), List<Value>> lets)
        : base(function) => _lets = lets;

    public KernelFunction Run() => Rewrite();

    protected override Terminator EmitAll(Region old)
    {
        for (var i = 0; i < old.Statements.Count; i++)
        {
            EmitLets(old, i);
            if (Emit(old.Statements[i]) is { } end)
                return end;
        }

        EmitLets(old, old.Statements.Count);
        return MapTerminator(old.Terminator);
    }

    private void EmitLets(Region old, int position)
    {
        if (!_lets.TryGetValue((old, position), out var values))
            return;
        foreach (var value in values)
            Output.Add(new Let(Map.Map(value)));
    }
}
