using System.Reflection;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>
/// Turns the IL of a kernel and of everything it calls into one function in front-end form: calls inlined, structs
/// taken apart, compile-time constants put in and the branches they decide left out, control flow structured.
/// </summary>
internal static class KernelFrontEnd
{
    /// <param name="specialisation">The kernel.</param>
    /// <param name="hasMatrixProducts">Whether the target has an instruction for products of small matrices.</param>
    /// <exception cref="KernelCompilationException">The kernel uses something that the language lacks.</exception>
    public static KernelFunction Translate(KernelSpecialisation specialisation, bool hasMatrixProducts = false)
    {
        var values = new ValueFactory();
        var function = new KernelFunction(specialisation.Name, specialisation.Group, values);
        var translation = new KernelTranslation(values, specialisation.Group, hasMatrixProducts);
        var arguments = new List<Operand>();
        foreach (var parameter in specialisation.Method.GetParameters())
        {
            arguments.Add(KernelSignature.StructOfConstants(parameter.ParameterType) is { } type
                ? Specialised(values, specialisation, parameter.ParameterType, type)
                : KernelSignature.IsConstant(parameter) ? Constant(values, specialisation, parameter)
                : Parameter(function, specialisation, parameter.ParameterType, parameter.Name!));
        }

        var method = new MethodTranslation(
            translation, translation.Code(specialisation.Method), arguments, new State(), isInLoop: false);
        translation.Enter(specialisation.Method, specialisation.Method, null);
        function.Body = method.TranslateKernel();
        Collect(function, function.Body);
        return function;
    }

    private static ScalarOperand Constant(
        ValueFactory values, KernelSpecialisation specialisation, ParameterInfo parameter)
    {
        var constant = specialisation.Constants[parameter.Name!];
        return new(
            parameter.ParameterType == typeof(bool) ? values.Bool(constant != 0)
            : parameter.ParameterType == typeof(int) ? values.Int(constant)
            : throw KernelDiagnostics.Parameter.Error(
                specialisation.Method, null, $"the constant '{parameter.Name}', which is neither int nor bool,"));
    }

    // ILGPU's struct around a struct of constants.
    private static StructOperand Specialised(
        ValueFactory values, KernelSpecialisation specialisation, Type type, Type constants) =>
        new(type, [new StructOperand(constants, [.. KernelSignature.FieldsOf(constants).Select(field =>
            new ScalarOperand(values.Int(specialisation.Constants[KernelSignature.NameOf(field)])))])]);

    // Parameters in the order in which the arguments of a launch are flattened.
    private static Operand Parameter(
        KernelFunction function, KernelSpecialisation specialisation, Type type, string name)
    {
        var index = function.Parameters.Count;
        if (KernelSignature.ElementOfView(type) is { } elementType
            && ScalarKind.Element(elementType) is { } element)
        {
            var format = specialisation.Formats.FirstOrDefault(view => view.Item == index).Format;
            var view = new ViewParameter(index, name, format switch
            {
                FloatFormat.Single => element,
                FloatFormat.Half or FloatFormat.FiniteHalf => ElementType.Float16,
                FloatFormat.BFloat16 => ElementType.UInt16,
            })
            {
                IsFinite = format == FloatFormat.FiniteHalf,
                IsBFloat16 = format == FloatFormat.BFloat16,
            };
            function.Parameters.Add(view);
            return new MemoryOperand(view);
        }

        if (type == typeof(int) || type == typeof(uint) || type == typeof(float) || type == typeof(bool))
        {
            var scalar = function.Values.Parameter(index, name, ScalarKind.Of(type)!.Type);
            function.Parameters.Add(scalar);
            return new ScalarOperand(scalar);
        }

        if (!Place.IsStruct(type))
            throw KernelDiagnostics.Parameter.Error(specialisation.Method, null, $"'{name}' of type {type.Name}");
        var standsForParameters = type.IsDefined(typeof(ArgumentsAttribute));
        return new StructOperand(type, [.. KernelSignature.FieldsOf(type).Select(field => Parameter(
            function, specialisation, field.FieldType, standsForParameters ? KernelSignature.NameOf(field)
                : $"{name}.{Place.FieldName(field.Name)}"))]);
    }

    // Lists what the statements name: variables and arrays of code that was left out are not part of the function.
    private static void Collect(KernelFunction function, Region region)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case VariableRead read:
                    AddOnce(function.Variables, read.Variable);
                    break;
                case VariableWrite write:
                    AddOnce(function.Variables, write.Variable);
                    break;
                case Load load:
                    AddMemory(function, load.Memory);
                    break;
                case Store store:
                    AddMemory(function, store.Memory);
                    break;
                case AtomicAdd add:
                    AddMemory(function, add.Memory);
                    break;
                case MatrixProduct product:
                    AddMemory(function, product.Left);
                    AddMemory(function, product.Right);
                    break;
                case StructuredStatement structured:
                    foreach (var nested in structured.Regions)
                        Collect(function, nested);
                    break;
            }
        }
    }

    private static void AddMemory(KernelFunction function, Memory memory)
    {
        if (memory is SharedArray shared)
            AddOnce(function.SharedArrays, shared);
        else if (memory is LocalArray local)
            AddOnce(function.LocalArrays, local);
    }

    private static void AddOnce<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
            list.Add(item);
    }
}
