using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Kernels.Launch;

/// <summary>One argument as a device binds it.</summary>
/// <param name="Buffer">The buffer of a view, or null for a scalar.</param>
/// <param name="ByteOffset">Where the view starts.</param>
/// <param name="Length">The elements of the view.</param>
/// <param name="Bits">The 32 bits of a scalar.</param>
/// <param name="Format">How the floats of the view are stored.</param>
public readonly record struct KernelArgument(
    DeviceBuffer? Buffer, long ByteOffset, int Length, int Bits,
    FloatFormat Format = FloatFormat.Single);

/// <summary>
/// The arguments of a launch in the order of the compiled kernel's parameters: compile-time constants left out, structs
/// replaced by their fields in declaration order.
/// </summary>
public sealed class KernelArguments
{
    internal KernelArguments(IReadOnlyList<KernelArgument> items)
    {
        Items = items;
        Formats = [.. Enumerable.Range(0, items.Count).Where(i => items[i].Format != FloatFormat.Single)
            .Select(i => new ViewFormat(i, items[i].Format))];
    }

    public IReadOnlyList<KernelArgument> Items { get; }

    /// <summary>The items that are views of floats stored otherwise than as float32, in rising order.</summary>
    public IReadOnlyList<ViewFormat> Formats { get; }

    /// <summary>
    /// Checks and flattens the arguments of a kernel: one object for each parameter that is no compile-time constant.
    /// </summary>
    /// <exception cref="ArgumentException">Too few, too many or of another type than the parameter.</exception>
    public static KernelArguments Pack(KernelSpecialisation kernel, params object[] values)
    {
        var items = new List<KernelArgument>();
        var parameters = KernelSignature.Of(kernel.Method).Arguments;
        if (parameters.Count != values.Length)
            throw new ArgumentException($"{kernel} takes {parameters.Count} arguments, {values.Length} were given.");
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].GetType() != parameters[i].ParameterType)
            {
                throw new ArgumentException(
                    $"{kernel}: '{parameters[i].Name}' is {parameters[i].ParameterType.Name}, not "
                    + $"{values[i].GetType().Name}.");
            }

            Flatten(values[i], items);
        }

        return new KernelArguments(items);
    }

    private static void Flatten(object value, List<KernelArgument> items)
    {
        switch (value)
        {
            case int i:
                items.Add(new(null, 0, 0, i));
                break;
            case uint u:
                items.Add(new(null, 0, 0, (int)u));
                break;
            case float f:
                items.Add(new(null, 0, 0, BitConverter.SingleToInt32Bits(f)));
                break;
            case bool b:
                items.Add(new(null, 0, 0, b ? 1 : 0));
                break;
            default:
                var type = value.GetType();
                if (value is IContiguousArrayView view && KernelSignature.ElementOfView(type) is not null)
                {
                    items.Add(ViewArgument(view));
                }
                else if (type.IsValueType && !type.IsPrimitive && !type.IsEnum)
                {
                    foreach (var field in KernelSignature.FieldsOf(type))
                        Flatten(field.GetValue(value)!, items);
                }
                else
                {
                    throw new ArgumentException(
                        $"{type.Name} cannot be a kernel argument: views, int, uint, float, bool and structs of those.");
                }

                break;
        }
    }

    private static KernelArgument ViewArgument(IContiguousArrayView view)
    {
        var memory = ViewMemory.Of(view);
        var offset = memory.Format == FloatFormat.Single
            ? view.IndexInBytes
            : view.IndexInBytes / sizeof(float) * memory.Format.ByteSize();
        return new(memory.Owner, memory.ByteOffset + offset, checked((int)view.Length), 0, memory.Format);
    }
}
