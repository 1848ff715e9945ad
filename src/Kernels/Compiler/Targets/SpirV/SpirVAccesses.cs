using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>How a function uses its memories: what decides their declarations.</summary>
internal sealed class SpirVAccesses
{
    private readonly IReadOnlySet<Memory> _written;
    private readonly HashSet<Memory> _used = [];
    private readonly HashSet<Memory> _floatSums = [];

    public SpirVAccesses(KernelFunction function)
    {
        _written = MemoryUse.WrittenBy(function);
        _used.UnionWith(_written);
        Visit(function.Body);
    }

    public bool Uses(Memory memory) => _used.Contains(memory);

    public bool Writes(Memory memory) => _written.Contains(memory);

    /// <summary>True where atomics add floats: they exchange bits, so the elements are declared as words.</summary>
    public bool AddsFloats(Memory memory) => _floatSums.Contains(memory);

    private void Visit(Region region)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is Load load)
                _used.Add(load.Memory);
            else if (statement is AtomicAdd { Memory.Element: ElementType.Float32 } add)
                _floatSums.Add(add.Memory);
            else if (statement is StructuredStatement structured)
                foreach (var inner in structured.Regions)
                    Visit(inner);
        }
    }
}
