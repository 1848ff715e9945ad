using GpuFormer.Kernels.Launch;

namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// One specialisation of a kernel on its way through the compiler. Two forms, both checked by
/// <c>IRValidator</c>:
/// <list type="bullet">
/// <item><b>Front-end form</b>: variables, local arrays, blocks, and jumps to any enclosing statement.</item>
/// <item><b>Canonical form</b>, after the common passes: no variables, local arrays, blocks or returns. Every If that
/// is not the last statement of its region yields on both sides. A Break or Continue names the innermost loop and
/// stands at the end of that loop's body or of an If that is (through Ifs) the body's last statement, followed by no
/// statement; such an If has no results and the region it ends carries the same kind of leaf below it. Results of a
/// loop come from its Breaks alone.</item>
/// </list>
/// </summary>
public sealed class KernelFunction(string name, GroupShape group, ValueFactory values)
{
    /// <summary>The kernel's name with its specialisation, for readers.</summary>
    public string Name { get; } = name;

    public GroupShape Group { get; } = group;

    /// <summary>Makes every pure value of this function.</summary>
    public ValueFactory Values { get; } = values;

    /// <summary>
    /// <see cref="ViewParameter"/>s and <see cref="ScalarParameter"/>s in the order in which a launch passes them: the
    /// C# parameters without compile-time constants, structs replaced by their fields.
    /// </summary>
    public List<object> Parameters { get; } = [];

    public List<SharedArray> SharedArrays { get; } = [];

    public List<LocalArray> LocalArrays { get; } = [];

    public List<Variable> Variables { get; } = [];

    public Region Body { get; set; } = new();
}
