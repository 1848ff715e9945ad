namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>Something that loads and stores address by element index.</summary>
internal abstract class Memory
{
    private protected Memory(ElementType element, string name) => (Element, Name) = (element, name);

    public ElementType Element { get; }

    public string Name { get; }
}

/// <summary>A view that the launch binds. Two views may overlap only where none of them is written.</summary>
internal sealed class ViewParameter : Memory
{
    public ViewParameter(int index, string name, ElementType element)
        : base(element, name) => Index = index;

    /// <summary>The place in <see cref="KernelFunction.Parameters"/>.</summary>
    public int Index { get; }

    /// <summary>Whether its floats are known to be no infinities and no not-a-numbers.</summary>
    public bool IsFinite { get; init; }

    /// <summary>
    /// Whether its 16-bit integers are the upper halves of floats. The front end alone needs to know: it widens what it
    /// loads and rounds what it stores.
    /// </summary>
    public bool IsBFloat16 { get; init; }
}

/// <summary>An array that the threads of a group share.</summary>
internal sealed class SharedArray : Memory
{
    public SharedArray(string name, ElementType element, int length)
        : base(element, name) => Length = length;

    public int Length { get; }
}

/// <summary>
/// An array of one thread. ScalarReplacement turns it into values; one that is left when a target runs is an error.
/// Elements are 0 at first.
/// </summary>
internal sealed class LocalArray : Memory
{
    public LocalArray(string name, ElementType element, int length)
        : base(element, name) => Length = length;

    public int Length { get; }
}

/// <summary>A mutable scalar of one thread, 0 at first: front-end form only, gone after SsaConstruction.</summary>
internal sealed class Variable(string name, ScalarType type)
{
    public string Name { get; } = name;

    public ScalarType Type { get; } = type;
}
